/// Deadlines in the order in which they fall due: the earliest first, equal ones as registered.
///
/// A timer is known by the slot of the wait that it ends. Where each slot stands in the heap is kept
/// beside it, so that a cancellation removes a timer in O(log n) and leaves nothing behind.
struct TimerHeap {
  private struct Timer {
    let deadline: Int64
    let registration: UInt64
    let slot: Int

    func isBefore(_ other: Timer) -> Bool {
      deadline != other.deadline
        ? deadline < other.deadline : registration < other.registration
    }
  }

  private var heap: [Timer] = []
  private var positions: [Int] = []
  private var registrations: UInt64 = 0

  /// The deadline of the next timer, in nanoseconds.
  var nextDeadline: Int64? { heap.first?.deadline }

  /// Adds a timer for a slot that has none.
  mutating func insert(slot: Int, deadline: Int64) {
    while positions.count <= slot { positions.append(-1) }
    let timer = Timer(deadline: deadline, registration: registrations, slot: slot)
    registrations += 1
    heap.append(timer)
    siftUp(timer, from: heap.count - 1)
  }

  /// Takes the next timer out and returns its slot.
  mutating func removeNext() -> Int? {
    guard let first = heap.first else { return nil }
    remove(slot: first.slot)
    return first.slot
  }

  /// Takes a slot's timer out, if it has one.
  mutating func remove(slot: Int) {
    guard slot < positions.count, positions[slot] >= 0 else { return }
    let hole = positions[slot]
    positions[slot] = -1
    let last = heap.removeLast()
    guard hole < heap.count else { return }
    if hole > 0, last.isBefore(heap[(hole - 1) / 2]) {
      siftUp(last, from: hole)
    } else {
      siftDown(last, from: hole)
    }
  }

  /// Forgets all timers.
  mutating func removeAll() {
    for timer in heap { positions[timer.slot] = -1 }
    heap.removeAll(keepingCapacity: true)
    registrations = 0
  }

  private mutating func siftUp(_ timer: Timer, from start: Int) {
    var hole = start
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard timer.isBefore(heap[parent]) else { break }
      place(heap[parent], at: hole)
      hole = parent
    }
    place(timer, at: hole)
  }

  private mutating func siftDown(_ timer: Timer, from start: Int) {
    var hole = start
    while true {
      var child = 2 * hole + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      guard heap[child].isBefore(timer) else { break }
      place(heap[child], at: hole)
      hole = child
    }
    place(timer, at: hole)
  }

  private mutating func place(_ timer: Timer, at position: Int) {
    heap[position] = timer
    positions[timer.slot] = position
  }
}
