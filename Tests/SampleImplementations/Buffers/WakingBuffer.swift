import StateLocking
import StatusConformance
import StatusStreaming

/// A buffer that wakes those who wait, correct but for one flaw or oddity at most.
final class WakingBuffer: StoringBuffer, StatusWaking {
  /// What is wrong with it, or unusual.
  enum Trait: Sendable {
    /// Sleeps for more than a day instead of waiting.
    case sleepsForADay
    /// Keeps one waiter for each trace and number: the next one takes the place.
    case keepsOneForEachPlace
    /// Does not look whether there is something already.
    case looksForNothing
    /// Looks, lets others have a turn, and lists the waiter then.
    case looksBeforeListing
    /// The same, and the others have a single turn.
    case yieldsBeforeListing
    /// Compares a number with how many events are kept.
    case comparesCounts
    /// Wakes nobody when a trace ends.
    case endsUnheard
    /// Wakes nobody when a trace is removed.
    case removesUnheard
    /// Forgets a silent trace, of which those who wait learn nothing.
    case expiresUnheard
    /// Wakes those who wait for other traces.
    case wakesOthers
    /// Wakes one waiter for each event.
    case wakesOne
    /// Goes on waiting when the task is cancelled.
    case ignoresCancellation
    /// Lets everybody go when one is cancelled, and forgets those.
    case forgetsAllOnCancellation
    /// Forgets those of a trace when one of them is cancelled.
    case forgetsTraceOnCancellation
    /// Finds the waiter that is cancelled by the place that it had in the list at first.
    case findsWaitersByPlace
    /// Wakes those who wait for more than it has told of under the trace's name, also in a run before.
    case remembersWhatItTold
    /// Numbers a waiter by how many there are, so that two may have one number.
    case countsWaiters
    /// Looks again and again, after pauses that double up to a minute.
    case looksEverMoreSeldom
    /// Waits for what follows a number of a trace that is not there.
    case waitsForWhatIsGone
    /// Waits with a cursor of another history.
    case takesAnyEpoch
    /// Throws when the trace has ended.
    case throwsAtEnd
    /// Throws for a trace that is not open yet.
    case throwsBeforeOpening
    /// Correct: wakes everybody at each call.
    case wakesEverybody
    /// Correct: waits for nothing.
    case returnsAtOnce
    /// Correct: looks again and again.
    case polls
  }

  /// Why a wait is refused.
  private struct Refusal: Error {}

  private struct Waiter {
    let trace: TraceID
    let cursor: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var next = 0
    var waiters: [(id: Int, waiter: Waiter)] = []
    /// Where each waiter was listed.
    var places: [Int: Int] = [:]
    /// The highest number that was told of, by name.
    var told: [TraceID: Int] = [:]
  }

  let store: TraceStore
  private let clock: RunClock
  private let trait: Trait?
  private let state = Lock(State())
  private let activity = Lock<[TraceID: RunClock.Instant]>([:])

  init(clock: RunClock, _ trait: Trait? = nil, capacity: Int = .max) {
    store = TraceStore(capacity: capacity)
    self.clock = clock
    self.trait = trait
  }

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    activity.withLock { $0[trace] = clock.now }
    wake(trace, isImportant: trait == .wakesEverybody)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    activity.withLock { $0[trace] = clock.now }
    wake(trace, isImportant: isNews(number.rawValue, of: trace))
    return number
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    activity.withLock { $0[trace] = clock.now }
    wake(trace, isImportant: trait != .endsUnheard)
    return number
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    wake(trace, isImportant: trait != .removesUnheard)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    let silence = activity.withLock { $0[trace] }?.duration(to: clock.now) ?? .zero
    if silence > .seconds(300) {
      store.withRecord(of: trace) { $0 = nil }
      wake(trace, isImportant: trait != .expiresUnheard)
    }
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit)
    }
  }

  func awaitEvents(of trace: TraceID, after place: Cursor) async throws {
    let cursor = trait == .takesAnyEpoch ? place.number : try place.number(in: nil, of: trace)
    switch trait {
    case .sleepsForADay: return try await clock.sleep(for: .seconds(100_000))
    case .returnsAtOnce: return
    case .polls:
      while !isDue(trace, after: cursor.rawValue) { try await clock.sleep(for: .milliseconds(200)) }
      return
    case .looksEverMoreSeldom:
      var pause = Duration.milliseconds(10)
      while !isDue(trace, after: cursor.rawValue) {
        try await clock.sleep(for: pause)
        pause = min(pause * 2, .seconds(60))
      }
      return
    case .looksBeforeListing:
      if isDue(trace, after: cursor.rawValue) { return }
      try await clock.sleep(for: .milliseconds(1))
    case .yieldsBeforeListing:
      if isDue(trace, after: cursor.rawValue) { return }
      await Task.yield()
    case .throwsBeforeOpening:
      try store.withHeld(trace) { _ in }
    default: break
    }
    await wait(for: trace, after: cursor.rawValue)
    try Task.checkCancellation()
    if trait == .throwsAtEnd, store.withRecord(of: trace, { $0?.outcome != nil }) {
      throw Refusal()
    }
  }

  private func isDue(_ trace: TraceID, after cursor: Int) -> Bool {
    store.withRecord(of: trace) { record in
      guard let record else { return cursor > 0 && trait != .waitsForWhatIsGone }
      let newest = trait == .comparesCounts ? record.updates.count : record.newest
      return newest > cursor || record.outcome != nil
    }
  }

  private func wait(for trace: TraceID, after cursor: Int) async {
    let id = state.withLock { state in
      if trait == .countsWaiters { return state.waiters.count }
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isListed = state.withLock { state in
          if Task.isCancelled, trait != .ignoresCancellation { return false }
          let looksElsewhere: [Trait] = [
            .looksForNothing, .looksBeforeListing, .yieldsBeforeListing,
          ]
          if !looksElsewhere.contains(where: { $0 == trait }), isDue(trace, after: cursor) {
            return false
          }
          if trait == .keepsOneForEachPlace {
            state.waiters.removeAll { $0.waiter.trace == trace && $0.waiter.cursor == cursor }
          }
          let waiter = Waiter(trace: trace, cursor: cursor, continuation: continuation)
          state.places[id] = state.waiters.count
          if trait == .countsWaiters { state.waiters.removeAll { $0.id == id } }
          state.waiters.append((id, waiter))
          return true
        }
        if !isListed { continuation.resume() }
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func cancel(_ id: Int) {
    if trait == .ignoresCancellation { return }
    let own = state.withLock { state -> [(id: Int, waiter: Waiter)] in
      if trait == .findsWaitersByPlace {
        guard let place = state.places[id], place < state.waiters.count else { return [] }
        return [state.waiters.remove(at: place)]
      }
      let own = state.waiters.filter { $0.id == id }
      state.waiters.removeAll { other in
        switch trait {
        case .forgetsAllOnCancellation: true
        case .forgetsTraceOnCancellation: own.contains { $0.waiter.trace == other.waiter.trace }
        default: other.id == id
        }
      }
      return own
    }
    for (_, waiter) in own { waiter.continuation.resume() }
  }

  private func isNews(_ number: Int, of trace: TraceID) -> Bool {
    guard trait == .remembersWhatItTold else { return true }
    return state.withLock { state in
      defer { state.told[trace] = max(number, state.told[trace] ?? 0) }
      return number > state.told[trace] ?? 0
    }
  }

  private func wake(_ trace: TraceID, isImportant: Bool = true) {
    guard isImportant else { return }
    let woken = state.withLock { state in
      var woken = state.waiters.filter { _, waiter in
        switch trait {
        case .wakesEverybody: true
        case .wakesOthers: waiter.trace != trace
        default: waiter.trace == trace
        }
      }
      if trait == .wakesOne { woken = Array(woken.prefix(1)) }
      let ids = woken.map(\.id)
      state.waiters.removeAll { ids.contains($0.id) }
      return woken
    }
    for (_, waiter) in woken { waiter.continuation.resume() }
  }
}
