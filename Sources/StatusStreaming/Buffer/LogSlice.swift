/// Updates of a trace that stay readable whatever becomes of its log, since they are shared with it.
struct LogSlice: Sendable {
  private(set) var count = 0
  private var segment: LogSegment?
  /// Where the slice begins in its first segment.
  private var offset = 0
  /// The segments that hold what is not in the first, as far as they are not passed.
  private var later: [LogSegment] = []
  private var passed = 0

  init() {}

  init(count: Int, first: LogSegment, offset: Int, later: [LogSegment]) {
    self.count = count
    self.segment = first
    self.offset = offset
    self.later = later
  }

  var isEmpty: Bool { count == 0 }

  /// When the first update was appended.
  var firstTime: Duration? { isEmpty ? nil : segment?.time(at: offset) }

  mutating func popFirst() -> (update: StatusUpdate, time: Duration)? {
    guard count > 0, let segment = currentSegment() else { return nil }
    defer {
      offset += 1
      count -= 1
    }
    return (segment.update(at: offset), segment.time(at: offset))
  }

  private mutating func currentSegment() -> LogSegment? {
    if let segment, offset < segment.capacity { return segment }
    segment = later[passed]
    passed += 1
    offset = 0
    return segment
  }
}
