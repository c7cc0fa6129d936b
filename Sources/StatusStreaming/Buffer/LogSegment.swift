import Synchronization

/// A run of a trace's updates, which readers share while the log grows.
///
/// An update is written once and then neither moved nor changed. One writer at a time, the owner
/// of the log's lock, adds updates and publishes their number; whoever has seen a number may read
/// that many, without the lock, for as long as it holds the segment.
@safe final class LogSegment: Sendable {
  let capacity: Int
  // Safe to share: below `count` nothing is written any more, above it only by the one writer.
  private nonisolated(unsafe) let updates: UnsafeMutablePointer<StatusUpdate>
  private nonisolated(unsafe) let times: UnsafeMutablePointer<Duration>
  private let count = Atomic<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    unsafe updates = .allocate(capacity: capacity)
    unsafe times = .allocate(capacity: capacity)
  }

  deinit {
    // One by one, since the loop is compiled for the type, unlike the runtime's for all types.
    for index in 0..<count.load(ordering: .acquiring) {
      unsafe (updates + index).deinitialize(count: 1)
    }
    unsafe updates.deallocate()
    unsafe times.deallocate()
  }

  /// Writes the next update; only the writer calls this.
  @inline(__always)
  func append(_ update: StatusUpdate, at time: Duration) {
    let index = count.load(ordering: .relaxed)
    precondition(index < capacity)
    unsafe (updates + index).initialize(to: update)
    unsafe (times + index).initialize(to: time)
    count.store(index + 1, ordering: .releasing)
  }

  @inline(__always)
  func update(at index: Int) -> StatusUpdate {
    precondition(index >= 0 && index < count.load(ordering: .acquiring))
    return unsafe updates[index]
  }

  /// When an update was appended, counted from the opening of its trace.
  @inline(__always)
  func time(at index: Int) -> Duration {
    precondition(index >= 0 && index < count.load(ordering: .acquiring))
    return unsafe times[index]
  }
}
