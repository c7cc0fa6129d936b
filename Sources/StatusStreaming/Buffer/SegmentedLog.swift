/// A list that grows at one end and shrinks at the other, in segments of bounded size.
///
/// Appending never moves what is there, and dropping frees whole segments, so both cost the same
/// whether the list holds ten elements or a million. Elements keep their index for ever: the first
/// ever appended is 0, also after it was dropped.
struct SegmentedLog<Element> {
  private static var segmentSize: Int { 256 }

  private var segments: [ContiguousArray<Element>] = []
  /// The index of the first element of the first segment, a multiple of the segment size.
  private var base = 0
  /// The index of the oldest element kept.
  private(set) var startIndex = 0
  /// The index that the next element will have.
  private(set) var endIndex = 0

  var count: Int { endIndex - startIndex }

  mutating func append(_ element: Element) {
    if endIndex - base == segments.count * Self.segmentSize {
      segments.append([])
    }
    segments[segments.count - 1].append(element)
    endIndex += 1
  }

  mutating func dropFirst() {
    startIndex += 1
    if startIndex - base == Self.segmentSize {
      segments.removeFirst()
      base = startIndex
    }
  }

  subscript(index: Int) -> Element {
    let offset = index - base
    return segments[offset / Self.segmentSize][offset % Self.segmentSize]
  }
}

extension SegmentedLog: Sendable where Element: Sendable {}
