/// The runnable entries of a simulation: a ring from which any one can be picked in O(1).
///
/// The picked entry swaps places with the head. So picking index 0 always is first in, first out,
/// and no pick costs more than another.
struct RunQueue {
  struct Entry {
    enum Work {
      case job(UnownedJob)
      case laneJob(UnownedJob, Lane)
      case wake(Parked, Wake)
    }

    let work: Work
    let task: TaskFacade

    /// Runs the job that this is; a parked task has none of its own.
    func run() {
      switch work {
      case .job(let job): task.run(job)
      case .laneJob(let job, let lane): lane.run(job, of: task)
      case .wake: break
      }
    }
  }

  private var ring: [Entry?] = Array(repeating: nil, count: 16)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// The number of the task to which an entry belongs, counted from the head.
  func taskID(at index: Int) -> Int { ring[position(index)]?.task.id ?? -1 }

  /// The names of the lanes on which a task has a job.
  func lanes(of task: TaskFacade) -> [String] {
    (0..<count).compactMap { index in
      guard let entry = ring[position(index)], entry.task === task,
        case .laneJob(_, let lane) = entry.work
      else { return nil }
      return lane.name
    }
  }

  /// Adds an entry behind all others.
  mutating func append(_ entry: Entry) {
    if count == ring.count { grow() }
    ring[position(count)] = entry
    count += 1
  }

  /// Takes out the entry at an index counted from the head; `nil` if the queue is empty.
  mutating func take(at index: Int = 0) -> Entry? {
    guard index < count else { return nil }
    if index > 0 { ring.swapAt(head, position(index)) }
    let entry = ring[head].take()
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return entry
  }

  /// Forgets all entries; their tasks never go on.
  mutating func removeAll() {
    while take() != nil {}
  }

  private func position(_ index: Int) -> Int { (head + index) & (ring.count - 1) }

  private mutating func grow() {
    let entries = (0..<count).map { ring[position($0)] }
    ring = entries + Array(repeating: nil, count: ring.count)
    head = 0
  }
}
