public import WireDecoding

/// A file of a transcript that does not follow its grammar.
public struct ListingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: Sendable, Hashable {
    /// The first line is not the one that says what the file is and in which version.
    case header(expected: String)
    /// The last line has no line feed at its end.
    case unterminatedLine
    /// The line is not JSON.
    case json(JSONSyntaxError.Code)
    /// A JSON value is not what has to be at a place such as `update.roadmap[0].status`.
    case value(at: String, expected: String)
    /// A part of a frame's line is not what has to be there.
    case frame(expected: String)
    /// The frame that the line describes is illegal.
    case protocolViolation(WebSocketProtocolError)
    /// The line can be read but is not written in the one way that there is for what it says.
    case spelling
  }

  /// What is wrong.
  public let code: Code
  /// The file, as the caller named it.
  public let path: String
  /// The line, from 1 on.
  public let line: Int
  /// The byte within the line, from 1 on.
  public let column: Int

  init(_ code: Code, path: String, line: Int, column: Int = 1) {
    self.code = code
    self.path = path
    self.line = line
    self.column = column
  }

  /// Where it is and what is wrong, in the form of a compiler's diagnostics.
  public var description: String {
    "\(path):\(line):\(column): \(explanation)"
  }

  private var explanation: String {
    switch code {
    case .header(let expected): "expected the header '\(expected)'"
    case .unterminatedLine: "the line has no line feed at its end"
    case .json(let code): JSONSyntaxError(code, at: column - 1).description
    case .value(let place, let expected): "expected \(expected) at \(place)"
    case .frame(let expected): "expected \(expected)"
    case .protocolViolation(let error): error.description
    case .spelling: "the line is not written as it has to be, from this byte on"
    }
  }
}

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
