/// Where the lines of a file are, each with the line feed that ends it.
///
/// Only LF ends a line: a CR before it belongs to the line and is seen.
struct LineTable: Sendable {
  let bytes: [UInt8]
  private var ends: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for index in bytes.indices where bytes[index] == 0x0A { ends.append(index + 1) }
    if ends.last ?? 0 < bytes.count { ends.append(bytes.count) }
  }

  var count: Int { ends.count }

  var isTerminated: Bool { bytes.last.map { $0 == 0x0A } ?? true }

  /// The offsets of a line, by its index from 0 on.
  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// A line with its end.
  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[range(index)]
  }

  /// A line without the line feed at its end.
  func contents(_ index: Int) -> ArraySlice<UInt8> {
    let line = self[index]
    return line.last == 0x0A ? line.dropLast() : line
  }
}
