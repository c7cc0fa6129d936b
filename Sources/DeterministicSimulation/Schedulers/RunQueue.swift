/// The runnable entries of a simulation: a ring from which any one can be picked in O(1).
///
/// The picked entry swaps places with the head. So picking index 0 always is first in, first out,
/// and no pick costs more than another.
struct RunQueue {
  /// Something to run, and the number of the task to which it belongs.
  ///
  /// It refers to nothing that it would have to keep alive: a task with a job keeps its executor.
  struct Entry {
    @safe enum Work {
      case job(UnownedJob, UnownedTaskExecutor)
      case laneJob(UnownedJob, lane: Int)
      /// A task whose wait is over.
      case wake(Parked)
      /// A task that let others have a turn, and where.
      case step(Parked, SourceSite)
    }

    let work: Work
    /// What it is about to touch, as far as that is known.
    let target: StepTarget
    private let number: Int32

    var task: Int { Int(number) }

    init(work: Work, task: Int, target: StepTarget) {
      self.work = work
      self.target = target
      number = Int32(truncatingIfNeeded: task)
    }
  }

  private var ring: [Entry?] = Array(repeating: nil, count: 16)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// All entries, from the head on.
  var entries: [Entry] { (0..<count).compactMap { ring[position($0)] } }

  /// The number of the task to which an entry belongs, counted from the head.
  func task(at index: Int) -> Int { ring[position(index)]?.task ?? -1 }

  /// What an entry, counted from the head, is about to touch.
  func target(at index: Int) -> StepTarget { ring[position(index)]?.target ?? .timer }

  /// Adds an entry behind all others.
  mutating func append(_ entry: Entry) {
    if count == ring.count { grow() }
    ring[position(count)] = entry
    count += 1
  }

  /// Takes out the entry at an index counted from the head; `nil` if the queue is empty.
  mutating func take(at index: Int = 0) -> Entry? {
    guard index < count else { return nil }
    let entry = ring[position(index)]
    if index > 0 { ring[position(index)] = ring[head] }
    count -= 1
    // An empty queue starts over, so that a long one that is mostly empty stays in a cache.
    head = count == 0 ? 0 : position(1)
    return entry
  }

  /// Forgets all entries; their tasks never go on.
  mutating func removeAll() {
    count = 0
  }

  private func position(_ index: Int) -> Int { (head &+ index) & (ring.count - 1) }

  private mutating func grow() {
    let entries: [Entry?] = self.entries
    ring = entries + Array(repeating: nil, count: ring.count)
    head = 0
  }
}

/// A suspended task, which whoever holds this must let go on exactly once, or never.
///
/// It wraps the unsafe continuation, which costs less than the checked one and may be abandoned
/// without a warning: a task that is stuck when its run fails can't always be let go on.
@safe struct Parked: Sendable {
  private let continuation: UnsafeContinuation<Void, Never>

  /// Whether the task waits inside an actor, to which it hops by a job of its own once it goes on.
  let isIsolated: Bool

  /// Keeps a task's continuation.
  @unsafe init(_ continuation: UnsafeContinuation<Void, Never>, isIsolated: Bool) {
    unsafe self.continuation = continuation
    self.isIsolated = isIsolated
  }

  /// Lets the task go on.
  func resume() {
    unsafe continuation.resume()
  }
}
