/// An HTTP response as a client has written it to a file, with or without what belongs to HTTP.
///
/// A capture may begin with the response's head, as `curl -i` prints it, and with those of interim
/// responses, redirections and a proxy before it; its body may be in chunks (RFC 9112, section 7.1),
/// as `curl --raw` or a copy from the socket has it. A head that announces chunks over a body that has
/// none is what `curl -i` prints, since it takes them apart.
public struct CapturedResponse: Sendable, Hashable {
  /// A field of the head (RFC 9110, section 5).
  public struct Field: Sendable, Hashable {
    /// The name in lower case.
    public let name: String
    /// The value without white space around it.
    public let value: String
  }

  /// The status, `nil` if the capture has no head.
  public let status: Int?
  /// The fields of the head in their order.
  public let fields: [Field]
  /// The body, taken out of its chunks.
  public let body: [UInt8]
  /// Whether the body was in chunks.
  public let isChunked: Bool
  /// Whether the body is known to be whole, since its last chunk or its announced length is there.
  public let isWhole: Bool

  /// Reads a capture.
  ///
  /// - Throws: ``CapturedResponseError`` for a head or a chunk that is malformed.
  public init(parsing capture: [UInt8]) throws(CapturedResponseError) {
    var rest = capture[...]
    var head: ResponseHead?
    while ResponseHead.begins(rest) {
      let next = try ResponseHead(taking: &rest)
      // The body of a redirection stands before the head of what it leads to.
      if let length = next.contentLength, (300..<400).contains(next.status),
        ResponseHead.begins(rest.dropFirst(length))
      {
        rest = rest.dropFirst(length)
      }
      head = next
    }
    status = head?.status
    fields = head?.fields ?? []
    if let head, head.status == 101 || head.status == 204 {
      (body, isChunked, isWhole) = (Array(rest), false, head.status == 204)
      return
    }
    if let chunks = try ChunkedBody(rest, isAnnounced: head?.isChunked) {
      (body, isChunked, isWhole) = (chunks.content, true, chunks.isWhole)
      return
    }
    isChunked = false
    let length = head?.contentLength
    if let length, rest.count > length {
      throw CapturedResponseError(.bytesAfterEnd, at: rest.startIndex + length)
    }
    body = Array(rest)
    isWhole = length == rest.count
  }

  /// The value of a field, by its name in lower case; of several the first.
  public func value(of name: String) -> String? {
    fields.first { $0.name == name }?.value
  }
}

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
