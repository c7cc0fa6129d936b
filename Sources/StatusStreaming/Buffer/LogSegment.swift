import Synchronization

/// A run of a trace's updates, which readers share while the log grows.
///
/// An update is written once and then neither moved nor changed. One writer at a time, the owner
/// of the log's lock, adds updates and publishes their number; whoever has seen a number may read
/// that many, without the lock, for as long as it holds the segment.
@safe final class LogSegment: Sendable {
  let capacity: Int
  // Safe to share: below `count` nothing is written any more, above it only by the one writer.
  private nonisolated(unsafe) let records: UnsafeMutablePointer<LogRecord>
  private let count = Atomic<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    unsafe records = .allocate(capacity: capacity)
  }

  deinit {
    // One by one, since the loop is compiled for the type, unlike the runtime's for all types.
    for index in 0..<count.load(ordering: .acquiring) {
      unsafe (records + index).deinitialize(count: 1)
    }
    unsafe records.deallocate()
  }

  /// Writes the next update; only the writer calls this.
  @inline(__always)
  func append(_ update: StatusUpdate, at time: Duration) {
    append(
      status: update.status, message: update.message, roadmapStepID: update.roadmapStepID,
      roadmapStepStatus: update.roadmapStepStatus, roadmap: update.roadmap, at: time)
  }

  // Given in parts and not inlined, an update is copied by two retains. As a whole it is copied by
  // way of run-time type information, which takes a fifth of the time that an append does.
  @inline(never)
  private func append(
    status: StatusUpdate.Status, message: String?, roadmapStepID: Int?,
    roadmapStepStatus: StatusUpdate.StepStatus?, roadmap: [RoadmapStep]?, at time: Duration
  ) {
    let index = count.load(ordering: .relaxed)
    precondition(index < capacity)
    unsafe (records + index).initialize(
      to: LogRecord(
        status: status, message: message, roadmapStepID: roadmapStepID,
        roadmapStepStatus: roadmapStepStatus, roadmap: roadmap, at: time))
    count.store(index + 1, ordering: .releasing)
  }

  @inline(__always)
  func update(at index: Int) -> StatusUpdate {
    precondition(index >= 0 && index < count.load(ordering: .acquiring))
    return unsafe records[index].update
  }

  /// Takes account of updates in a snapshot, apart from which one is the latest.
  ///
  /// Most say nothing of a step, or what the one before has said.
  func apply(_ range: Range<Int>, to snapshot: inout TraceSnapshot) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count.load(ordering: .acquiring))
    var latest: (id: Int, status: StatusUpdate.StepStatus)?
    for index in range {
      if unsafe records[index].hasRoadmap {
        snapshot.apply(unsafe records[index].update)
        latest = nil
      } else if let step = unsafe records[index].step {
        if let latest, latest == step { continue }
        latest = step
        snapshot.apply(step: step.id, step.status)
      }
    }
  }

  /// When an update was appended, counted from the opening of its trace.
  @inline(__always)
  func time(at index: Int) -> Duration {
    precondition(index >= 0 && index < count.load(ordering: .acquiring))
    return unsafe records[index].time
  }
}
