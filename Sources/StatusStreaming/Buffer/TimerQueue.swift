internal import StateLocking
import Synchronization

/// Wakes waiting viewers at their times, all of them by one task that sleeps.
///
/// A task of its own would cost each viewer as much memory as all the rest. The one task is some
/// viewer's, so that it runs where the viewers do and ends with it; then a viewer that waits is asked
/// to start another. So it does if it has to be woken before the task's sleep ends, which can't be cut
/// short.
final class TimerQueue<C: Clock>: Sendable where C.Duration == Duration {
  /// A sleep of the task; one that was superseded by an earlier one wakes nobody.
  struct Watch: Sendable, Equatable {
    fileprivate var id: Int
    fileprivate var end: Duration
  }

  private struct State: Sendable {
    var deadlines = DeadlineHeap<Parker>()
    var watch: Watch?
    var lastID = 0
    /// Who is to start the next watch, unless somebody else comes first.
    var asked: Parker?
    /// How many have left whose entries may still be there.
    var departed = 0

    /// Whether somebody is to be woken before the watch ends.
    var isUnwatched: Bool {
      guard let earliest = deadlines.earliest else { return false }
      return watch.map { earliest < $0.end } ?? true
    }
  }

  let clock: DeliveryClock<C>
  private let state = Lock(State())
  private let isUnwatchedNow = Atomic<Bool>(false)

  init(_ clock: C) {
    self.clock = DeliveryClock(clock)
  }

  /// Whether a watch has to be begun.
  var isUnwatched: Bool { isUnwatchedNow.load(ordering: .acquiring) }

  /// Changes the state, and keeps what is read of it without the lock.
  private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    state.withLock { state in
      defer { isUnwatchedNow.store(state.isUnwatched, ordering: .releasing) }
      return body(&state)
    }
  }

  /// - Returns: whether a watch has to be begun.
  func insert(_ parker: Parker, deadline: Duration) -> Bool {
    change { state in
      state.deadlines.insert(parker, deadline: deadline)
      return state.isUnwatched
    }
  }

  /// Takes out a viewer that has left.
  func remove(_ parker: Parker) {
    parker.retire()
    change { state in
      state.departed += 1
      guard state.departed > state.deadlines.count / 2 else { return }
      state.deadlines.removeAll { $0.isRetired }
      state.departed = 0
    }
    passOn(from: parker)
  }

  /// - Returns: `nil` if there is nothing to watch, or somebody does.
  func beginWatch() -> Watch? {
    change { state in
      guard state.isUnwatched, let end = state.deadlines.earliest else { return nil }
      state.lastID += 1
      state.watch = Watch(id: state.lastID, end: end)
      state.asked = nil
      return state.watch
    }
  }

  /// Sleeps and wakes until nobody is left to be woken, or its task is cancelled.
  func run(_ watch: Watch) async {
    var next: Watch? = watch
    while let watch = next {
      do {
        try await clock.sleep(until: watch.end)
      } catch {
        // A clock that fails wakes nobody, and whoever came next would fare no better.
        return end(watch, isAsking: Task.isCancelled)
      }
      next = wakeDue(after: watch)
    }
  }

  /// - Returns: how to go on.
  private func wakeDue(after watch: Watch) -> Watch? {
    let now = clock.now
    let (next, due) = change { state in
      guard state.watch == watch else { return (Watch?.none, [Parker]()) }
      var due: [Parker] = []
      while let entry = state.deadlines.popDue(at: now) {
        if !entry.element.isRetired { due.append(entry.element) }
      }
      state.watch = state.deadlines.earliest.map { Watch(id: watch.id, end: $0) }
      return (state.watch, due)
    }
    for parker in due { parker.unpark() }
    return next
  }

  private func end(_ watch: Watch, isAsking: Bool) {
    let continuation = change { state in
      guard state.watch == watch else { return Parker.Continuation?.none }
      state.watch = nil
      return isAsking ? Self.ask(&state) : nil
    }
    continuation?.resume()
  }

  /// Asks another viewer in place of one that was asked and does not wait.
  func passOn(from parker: Parker) {
    let continuation = change { state in
      state.asked === parker ? Self.ask(&state) : nil
    }
    continuation?.resume()
  }

  /// Asks a viewer that waits to begin a watch; if nobody waits, the next to come will find that there
  /// is none.
  private static func ask(_ state: inout State) -> Parker.Continuation? {
    state.asked = nil
    guard state.isUnwatched else { return nil }
    for parker in state.deadlines.elements {
      guard let continuation = parker.takeParked() else { continue }
      state.asked = parker
      return continuation
    }
    return nil
  }
}

/// One viewer's place in a timer queue, which it leaves when nobody holds the alarm any more.
///
/// Deadlines are put off by whatever is delivered, so an entry of the queue serves all the waits until
/// its time has come. Then the delivery looks and sets the alarm anew.
final class Alarm<C: Clock> where C.Duration == Duration {
  private let parker: Parker
  private let queue: TimerQueue<C>
  /// The earliest time at which the parker is woken that has not come yet.
  private var next: Duration?

  init(parker: Parker, in queue: TimerQueue<C>) {
    self.parker = parker
    self.queue = queue
  }

  deinit { if next != nil { queue.remove(parker) } }

  /// Wakes the parker at a deadline; it may be woken earlier as well.
  ///
  /// - Returns: whether the caller has to start the task that does so, for all the viewers.
  func set(to deadline: Duration) -> Bool {
    let now = queue.clock.now
    if let next, now < next, next <= deadline { return queue.isUnwatched }
    next = deadline
    return queue.insert(parker, deadline: deadline)
  }

  /// Leaves it to another viewer to start the task, since this one does not wait for it now.
  func passOn() {
    if queue.isUnwatched { queue.passOn(from: parker) }
  }

  /// Starts the task, unless another viewer has done so.
  func startWatch(in group: inout DiscardingTaskGroup) {
    guard let watch = queue.beginWatch() else { return }
    group.addTask { [queue] in await queue.run(watch) }
  }
}

/// Elements by the time at which each has to be looked at, earliest first.
///
/// A deadline is put off when its element is looked at, not whenever something happens, and elements
/// that are of no more interest are cleared out when they outnumber the others, so the heap stays in
/// proportion to these.
struct DeadlineHeap<Element: Sendable>: Sendable {
  struct Entry: Sendable {
    let deadline: Duration
    let element: Element
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }
  var earliest: Duration? { entries.first?.deadline }

  /// All of them, in no order that means anything but for the first.
  var elements: some Sequence<Element> { entries.lazy.map(\.element) }

  mutating func insert(_ element: Element, deadline: Duration) {
    entries.append(Entry(deadline: deadline, element: element))
    siftUp(from: entries.count - 1)
  }

  /// Takes out the earliest entry if its deadline has come.
  mutating func popDue(at now: Duration) -> Entry? {
    guard let first = entries.first, first.deadline <= now else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    siftDown(from: 0)
    return first
  }

  mutating func removeAll(where isStale: (Element) -> Bool) {
    entries.removeAll { isStale($0.element) }
    for index in (0..<entries.count / 2).reversed() { siftDown(from: index) }
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].deadline < entries[parent].deadline else { return }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].deadline < entries[least].deadline {
        least = child
      }
      guard least != parent else { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
