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
