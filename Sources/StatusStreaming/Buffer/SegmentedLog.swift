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
