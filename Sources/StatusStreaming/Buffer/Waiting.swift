internal import StateLocking
import Synchronization

/// State behind a lock that tasks can wait on until a change makes a condition true.
///
/// A waiter is listed only if the condition is false under the lock, so no wake-up is missed. A
/// change wakes all that are listed; a reader at work is not, so a burst of changes wakes it once.
struct Signal<State: Sendable>: ~Copyable, Sendable {
  struct Guarded: Sendable {
    var state: State
    var waiters = WaiterList()
  }

  private let guarded: Lock<Guarded>
  private let access: SharedAccess?

  init(_ state: State, noting access: SharedAccess? = nil) {
    guarded = Lock(Guarded(state: state))
    self.access = access
  }

  /// Reads the state.
  @inline(__always)
  borrowing func read<Result: Sendable, Failure: Error>(
    _ body: (State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    noteReading()
    return try guarded.withLock { (guarded) throws(Failure) in try body(guarded.state) }
  }

  /// Says that what belongs to the state, and is changed without its lock by who reads it, is looked
  /// at.
  borrowing func noteWriting() {
    access?.note(isWrite: true)
  }

  /// Says that a part of the state is read which is kept elsewhere too.
  @inline(__always)
  borrowing func noteReading() {
    access?.note(isWrite: false)
  }

  /// Reads the state, or changes what nobody waits for.
  @inline(__always)
  borrowing func withState<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    access?.note(isWrite: true)
    return try guarded.withLock { (guarded) throws(Failure) in try body(&guarded.state) }
  }

  /// Changes the state and wakes everyone who waits, unless the change throws.
  @inline(__always)
  borrowing func change<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    access?.note(isWrite: true)
    var woken: WaiterList?
    let result = try guarded.withLock { (guarded) throws(Failure) in
      let result = try body(&guarded.state)
      if !guarded.waiters.isEmpty { woken = guarded.waiters.takeAll() }
      return result
    }
    woken?.wake()
    return result
  }

  /// Waits until a change after which the condition may be true, until the parker is woken
  /// otherwise, or until the task is cancelled.
  ///
  /// Returns at once if the condition is true. What holds on return is for the caller to find out,
  /// as it would be without the lock anyway.
  borrowing func wait(in parker: Parker, until condition: (State) -> Bool) async {
    noteReading()
    let isListed = guarded.withLock { guarded in
      guard !condition(guarded.state) else { return false }
      guarded.waiters.insert(parker)
      return true
    }
    guard isListed else { return }
    await parker.park()
    guarded.withLock { $0.waiters.remove(parker) }
  }
}

/// A place for one task to wait in until somebody wakes it.
///
/// A wake-up that comes while the task is not there is kept for the next time it comes, so none is
/// missed; several count as one. A second task that comes takes the place and sends the first away,
/// which is a wake-up as good as any. The task has to look for itself why it was woken, if at all for a
/// reason that still stands.
final class Parker: Sendable {
  typealias Continuation = CheckedContinuation<Void, Never>

  private enum Occupancy {
    case empty
    case woken
    case parked(Continuation)
  }

  private let occupancy = Lock(Occupancy.empty)
  private let isRetiredNow = Atomic<Bool>(false)

  /// Whether nobody will come any more.
  var isRetired: Bool { isRetiredNow.load(ordering: .relaxed) }

  /// Takes note that nobody will come any more.
  func retire() { isRetiredNow.store(true, ordering: .relaxed) }

  /// Waits until ``unpark()`` is called or the task is cancelled.
  func park() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { enter($0)?.resume() }
    } onCancel: {
      unpark()
    }
  }

  func unpark() {
    leave()?.resume()
  }

  /// Occupies the place, unless there was a wake-up already.
  ///
  /// - Returns: whom to resume once the lock is released.
  private func enter(_ continuation: Continuation) -> Continuation? {
    occupancy.withLock { occupancy in
      switch occupancy {
      case .woken:
        occupancy = .empty
        return continuation
      case .parked(let other):
        occupancy = .parked(continuation)
        return other
      case .empty:
        occupancy = .parked(continuation)
        return nil
      }
    }
  }

  /// Takes the task out if it waits; if it does not, no wake-up is kept for it.
  ///
  /// - Returns: whom to resume.
  func takeParked() -> Continuation? {
    occupancy.withLock { occupancy in
      guard case .parked(let continuation) = occupancy else { return nil }
      occupancy = .empty
      return continuation
    }
  }

  private func leave() -> Continuation? {
    occupancy.withLock { occupancy in
      guard case .parked(let continuation) = occupancy else {
        occupancy = .woken
        return nil
      }
      occupancy = .empty
      return continuation
    }
  }
}

/// The places of tasks that wait for a change.
struct WaiterList: Sendable {
  private var parkers: [Parker] = []

  var isEmpty: Bool { parkers.isEmpty }

  mutating func insert(_ parker: Parker) {
    parkers.append(parker)
  }

  /// Takes out a waiter, if a change has not done so.
  mutating func remove(_ parker: Parker) {
    guard let index = parkers.firstIndex(where: { $0 === parker }) else { return }
    parkers.remove(at: index)
  }

  mutating func takeAll() -> WaiterList {
    defer { parkers = [] }
    return self
  }

  /// Wakes everyone; never under a lock, since a woken task may run at once and want it.
  func wake() {
    for parker in parkers { parker.unpark() }
  }
}

/// Objects to be told of something for as long as somebody else keeps them.
///
/// Those that nobody keeps any more are cleared out when they may outnumber the others, so that the
/// list stays in proportion to these.
struct WeakList<Element: AnyObject & Sendable>: Sendable {
  private struct Entry: Sendable {
    weak let element: Element?
  }

  private var entries: [Entry] = []
  private var limit = 16

  /// Whether nobody is left to be told.
  var isEmpty: Bool { entries.allSatisfy { $0.element == nil } }

  /// Those that are still kept, in the order in which they came.
  var elements: [Element] { entries.compactMap(\.element) }

  mutating func insert(_ element: Element) {
    if entries.count >= limit {
      entries.removeAll { $0.element == nil }
      limit = 2 * entries.count + 16
    }
    entries.append(Entry(element: element))
  }
}

/// Says that something which tasks share is touched, to a clock that wants to hear.
///
/// A simulation learns in this way which steps of its tasks can't disturb each other; to any other
/// clock nothing is said.
final class SharedAccess: Sendable {
  private let recorder: any AccessRecorder
  private let resource: UInt64

  init?(to kind: String, _ name: String = "", on clock: BufferClock) {
    guard let recorder = clock.recorder else { return nil }
    self.recorder = recorder
    resource = numberOfResource(kind, name)
  }

  @inline(never)
  func note(isWrite: Bool) {
    recorder.recordAccess(toResource: resource, isWrite: isWrite)
  }
}
