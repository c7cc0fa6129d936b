/// Deadlines in the order in which they fall due: the earliest first, equal ones as registered.
///
/// A timer is known by the wait that it ends. One whose wait has ended otherwise stays until it
/// comes to the front or until too many have gathered, and is passed over: keeping track of every
/// timer's place would cost each sleep more than the rare cancellation saves.
struct TimerHeap {
  struct Timer {
    let deadline: Int64
    let registration: UInt64
    let key: WaitTable.Key

    /// Whether it falls due after all others of its instant, and alone.
    var isLast: Bool { registration >= Self.firstOfTheLast }

    /// Registrations from here on are of timers that fall due last.
    static var firstOfTheLast: UInt64 { 1 << 63 }

    func isBefore(_ other: Timer) -> Bool {
      deadline != other.deadline
        ? deadline < other.deadline : registration < other.registration
    }
  }

  /// Each timer is before its four children, which are neighbours in memory.
  private var heap: [Timer] = []
  private var registrations: UInt64 = 0
  private var dead = 0

  /// The timer that falls due next; its wait may have ended.
  var next: Timer? { heap.first }

  /// Adds a timer.
  ///
  /// - Parameter isLast: Whether it comes after all others with its deadline, also later ones.
  mutating func insert(_ key: WaitTable.Key, deadline: Int64, isLast: Bool = false) {
    let registration = isLast ? registrations | Timer.firstOfTheLast : registrations
    let timer = Timer(deadline: deadline, registration: registration, key: key)
    registrations += 1
    heap.append(timer)
    var hole = heap.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 4
      guard timer.isBefore(heap[parent]) else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = timer
  }

  /// Takes the next timer out.
  mutating func removeNext() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    siftDown(last, from: 0)
  }

  /// Whether some timer, which may be over, meets a condition.
  func contains(where condition: (Timer) -> Bool) -> Bool { heap.contains(where: condition) }

  /// Notes that the wait of some timer has ended before it fell due.
  mutating func noteRemoval(isAlive: (WaitTable.Key) -> Bool) {
    dead += 1
    guard dead > 64, dead > heap.count / 2 else { return }
    dead = 0
    heap.removeAll { !isAlive($0.key) }
    for index in heap.indices.reversed() { siftDown(heap[index], from: index) }
  }

  private mutating func siftDown(_ timer: Timer, from start: Int) {
    var hole = start
    let count = heap.count
    while 4 * hole + 1 < count {
      let first = 4 * hole + 1
      var best = first
      for child in (first + 1)..<min(first + 4, count) where heap[child].isBefore(heap[best]) {
        best = child
      }
      guard heap[best].isBefore(timer) else { break }
      heap[hole] = heap[best]
      hole = best
    }
    heap[hole] = timer
  }
}
