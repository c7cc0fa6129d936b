internal import StateLocking
internal import Synchronization

/// What other threads did to a simulation that is not theirs, handed over to the thread that runs
/// it.
final class ForeignInbox: Sendable {
  enum Event {
    case call(name: String, site: SourceSite?)
    case cancellation(WaitTable.Key)
    case taskCancellation(TaskFacade)
    case wakeUp(UnownedJob, TaskFacade)
  }

  private let events = Lock<[Event]>([])
  private let hasEvents = Atomic(false)

  var isEmpty: Bool { !hasEvents.load(ordering: .acquiring) }

  func append(_ event: Event) {
    events.withLock { $0.append(event) }
    hasEvents.store(true, ordering: .releasing)
  }

  func removeAll() -> [Event] {
    hasEvents.store(false, ordering: .relaxed)
    return events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
