/// A capture of an HTTP response that can't be read.
public struct CapturedResponseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: Sendable, Hashable {
    /// The first line of a head is no status line (RFC 9112, section 4).
    case statusLine
    /// A line of a head is no field (RFC 9112, section 5).
    case field
    /// No blank line ends the head.
    case unendedHead
    /// The size of a chunk is none, or larger than anything that can be (RFC 9112, section 7.1).
    case chunkSize
    /// What follows a chunk is no line break.
    case chunkEnd
    /// There are bytes after the last chunk or beyond the announced length.
    case bytesAfterEnd
  }

  /// What is wrong.
  public let code: Code
  /// Where, in bytes from the beginning of the capture.
  public let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong and where.
  public var description: String {
    switch code {
    case .statusLine: "the line at byte \(offset) is no status line of HTTP"
    case .field: "the line at byte \(offset) of the response's head has no name and colon"
    case .unendedHead: "the response's head does not end: no blank line after byte \(offset)"
    case .chunkSize: "the size of the chunk at byte \(offset) is no hexadecimal number of a size"
    case .chunkEnd: "the chunk before byte \(offset) is not followed by CR LF"
    case .bytesAfterEnd: "there are bytes after the response's end, from byte \(offset) on"
    }
  }
}
