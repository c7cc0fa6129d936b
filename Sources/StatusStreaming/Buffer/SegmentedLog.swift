import Synchronization

/// A list of updates that grows at one end and shrinks at the other, in segments of bounded size.
///
/// Appending never moves what is there, and dropping frees whole segments, so both cost the same
/// whether the list holds ten updates or a million. Updates keep their index for ever: the first
/// ever appended is 0, also after it was dropped. Segments begin small, since most traces stay so.
struct SegmentedLog: Sendable {
  private static let firstSize = 8
  /// How often a segment is twice the size of the one before.
  private static let doublings = 5
  private static let largestSize = firstSize << doublings
  /// The index at which the first of the largest segments begins.
  private static let startOfLargest = largestSize - firstSize

  private var segments: [LogSegment]
  private var droppedSegments = 0
  private var last: LogSegment
  /// The index at which there is no more room in the last segment.
  private var endOfLast: Int
  /// The index of the oldest update kept.
  private(set) var startIndex = 0
  /// The index that the next update will have.
  private(set) var endIndex = 0
  /// Whether none of the updates that there were can be read.
  private var isEmptied = false

  init() {
    last = LogSegment(capacity: Self.firstSize)
    segments = [last]
    endOfLast = Self.firstSize
  }

  /// Makes a list that has dropped all that it ever had, and to which nothing will be added.
  ///
  /// - Parameter count: how many updates those were.
  init(dropped count: Int) {
    self.init()
    startIndex = count
    endIndex = count
    isEmptied = true
  }

  var count: Int { endIndex - startIndex }

  @inline(__always)
  mutating func append(_ update: StatusUpdate, at time: Duration) {
    if endIndex == endOfLast { addSegment() }
    last.append(update, at: time)
    endIndex += 1
  }

  private mutating func addSegment() {
    let number = droppedSegments + segments.count
    last = LogSegment(capacity: Self.firstSize << min(number, Self.doublings))
    segments.append(last)
    endOfLast += last.capacity
  }

  /// Drops the oldest update.
  ///
  /// - Returns: the segment that it was the last one in, which is let go of.
  @inline(__always)
  mutating func dropFirst() -> LogSegment? {
    startIndex += 1
    return startIndex == Self.start(ofSegment: droppedSegments + 1) ? removeFirstSegment() : nil
  }

  @inline(never)
  private mutating func removeFirstSegment() -> LogSegment {
    droppedSegments += 1
    return segments.removeFirst()
  }

  /// The index of the oldest update that is still there, dropped or not.
  var firstReadableIndex: Int {
    isEmptied ? endIndex : min(Self.start(ofSegment: droppedSegments), endIndex)
  }

  /// When the oldest update kept was appended.
  var firstTime: Duration? {
    count == 0 ? nil : segments[0].time(at: startIndex - Self.start(ofSegment: droppedSegments))
  }

  /// Updates that stay readable whatever becomes of the log.
  ///
  /// - Parameter range: which to share, from ``firstReadableIndex`` on.
  @inline(__always)
  func slice(_ range: Range<Int>) -> LogSlice {
    guard !range.isEmpty else { return LogSlice() }
    let first = Self.segment(holding: range.lowerBound)
    let last = Self.segment(holding: range.upperBound - 1)
    var later: [LogSegment]?
    if first < last {
      later = Array(segments[first + 1 - droppedSegments...last - droppedSegments])
    }
    return LogSlice(
      count: range.count, first: segments[first - droppedSegments],
      offset: range.lowerBound - Self.start(ofSegment: first), later: later)
  }

  private static func segment(holding index: Int) -> Int {
    if index >= startOfLargest { return doublings + (index - startOfLargest) / largestSize }
    return Int.bitWidth - 1 - (index / firstSize + 1).leadingZeroBitCount
  }

  private static func start(ofSegment number: Int) -> Int {
    number < doublings
      ? (firstSize << number) - firstSize : startOfLargest + (number - doublings) * largestSize
  }
}

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

/// Updates of a trace that stay readable whatever becomes of its log, since they are shared with it.
struct LogSlice: Sendable {
  private(set) var count = 0
  private var segment: LogSegment?
  /// Where the slice begins in its first segment.
  private var offset = 0
  /// The segments that hold what is not in the first; `nil` if there are none, as mostly.
  private var later: [LogSegment]?
  private var passed = 0

  init() {}

  init(count: Int, first: LogSegment, offset: Int, later: [LogSegment]?) {
    self.count = count
    self.segment = first
    self.offset = offset
    self.later = later
  }

  /// The updates as parts of their segments.
  var parts: [(segment: LogSegment, range: Range<Int>)] {
    var parts: [(segment: LogSegment, range: Range<Int>)] = []
    var (rest, start) = (count, offset)
    for segment in [segment].compactMap(\.self) + (later ?? []).dropFirst(passed) {
      let end = min(segment.capacity, start + rest)
      parts.append((segment, min(start, end)..<end))
      rest -= end - min(start, end)
      start = 0
    }
    return parts
  }

  /// Passes over the first update and tells where it is.
  @inline(__always)
  mutating func popFirst() -> (segment: LogSegment, index: Int)? {
    guard count > 0, let segment = offset < (segment?.capacity ?? 0) ? segment : nextSegment()
    else { return nil }
    let index = offset
    offset += 1
    count -= 1
    return (segment, index)
  }

  /// Where the first update is.
  @inline(__always)
  var first: (segment: LogSegment, index: Int)? {
    guard count > 0, let segment else { return nil }
    if offset < segment.capacity { return (segment, offset) }
    return later.map { ($0[passed], 0) }
  }

  /// Passes over updates, of which there are that many.
  @inline(__always)
  mutating func removeFirst(_ count: Int) {
    self.count -= count
    offset += count
    while let capacity = segment?.capacity, offset > capacity {
      let rest = offset - capacity
      _ = nextSegment()
      offset = rest
    }
  }

  private mutating func nextSegment() -> LogSegment? {
    segment = later?[passed]
    passed += 1
    offset = 0
    return segment
  }
}

/// An update as a log keeps it, with the time of its append.
struct LogRecord: Sendable {
  private let message: String?
  private let roadmap: [RoadmapStep]?
  private let roadmapStepID: Int
  /// When it was appended, counted from the opening of its trace.
  let time: Duration
  private let status: StatusUpdate.Status
  private let roadmapStepStatus: StatusUpdate.StepStatus?
  private let hasRoadmapStepID: Bool

  @inline(__always)
  init(
    status: StatusUpdate.Status, message: String?, roadmapStepID: Int?,
    roadmapStepStatus: StatusUpdate.StepStatus?, roadmap: [RoadmapStep]?, at time: Duration
  ) {
    self.message = message
    self.roadmap = roadmap
    self.roadmapStepID = roadmapStepID ?? 0
    self.time = time
    self.status = status
    self.roadmapStepStatus = roadmapStepStatus
    hasRoadmapStepID = roadmapStepID != nil
  }

  /// Whether the update has a plan.
  @inline(__always)
  var hasRoadmap: Bool { roadmap != nil }

  /// What the update says of a step.
  @inline(__always)
  var step: (id: Int, status: StatusUpdate.StepStatus)? {
    guard hasRoadmapStepID, let roadmapStepStatus else { return nil }
    return (roadmapStepID, roadmapStepStatus)
  }

  @inline(__always)
  var update: StatusUpdate {
    StatusUpdate(
      status: status, message: message, roadmapStepID: hasRoadmapStepID ? roadmapStepID : nil,
      roadmapStepStatus: roadmapStepStatus, roadmap: roadmap)
  }
}
