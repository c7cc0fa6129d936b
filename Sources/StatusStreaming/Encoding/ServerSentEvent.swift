/// The fields of one server-sent event, before they are bytes.
///
/// A field that is `nil` writes no line. An event is dispatched by a receiver only when ``data`` is
/// present, even if empty; an ``id`` without data moves the resume point silently; a ``comment`` or
/// a ``retry`` alone is neither an event nor followed by a blank line.
///
/// <!-- example, then #expect(bytes == Array("id: 7\nevent: state\ndata: ready\n\n".utf8)) -->
/// ```swift
/// var bytes: [UInt8] = []
/// try ServerSentEvent(data: "ready", event: "state", id: "7").append(to: &bytes)
/// // id: 7 ⏎ event: state ⏎ data: ready ⏎ ⏎
/// ```
///
/// See the HTML Living Standard, sections 9.2.5 and 9.2.6.
public struct ServerSentEvent: Sendable, Hashable {
  /// The payload; each of its lines becomes a line of the stream.
  ///
  /// CR LF and CR alone arrive as LF, since the format has no way to carry a carriage return.
  public var data: String?
  /// The event's type; a receiver takes `nil` and the empty string as `message`.
  public var event: String?
  /// What a reconnecting receiver sends as `Last-Event-ID`; the empty string clears it.
  public var id: String?
  /// The receiver's new reconnection time in milliseconds.
  public var retry: Int?
  /// Text that receivers skip, written before the fields, each line behind its own colon.
  public var comment: String?

  /// Collects the fields; those left out write nothing.
  public init(
    data: String? = nil, event: String? = nil, id: String? = nil, retry: Int? = nil,
    comment: String? = nil
  ) {
    self.data = data
    self.event = event
    self.id = id
    self.retry = retry
    self.comment = comment
  }
}

extension ServerSentEvent {
  /// Appends the event as it stands on the wire; on an error `buffer` is as it was.
  ///
  /// - Parameters:
  ///   - buffer: Where the bytes go. Reused, it settles at a size and is not allocated again.
  ///   - maximumSize: The largest encoded event, in bytes.
  /// - Throws: ``ServerSentEventError`` for fields that the format can't carry.
  public func append(
    to buffer: inout [UInt8], maximumSize: Int = .max
  ) throws(ServerSentEventError) {
    let start = buffer.count
    try appendFields(to: &buffer)
    if let data {
      buffer.append(utf8: data, linesPrefixedBy: "data: ")
    }
    if data != nil || id != nil || event?.isEmpty == false {
      buffer.append(UInt8(ascii: "\n"))
    }
    try limit(to: maximumSize, from: start, in: &buffer)
  }

  /// Appends the event with `write` giving its data straight as UTF-8, in place of ``data``.
  ///
  /// This spares the intermediate string where the payload is generated, JSON for example. A line
  /// break that `write` appends is as harmless as one in ``data``.
  ///
  /// - Parameters:
  ///   - buffer: Where the bytes go.
  ///   - maximumSize: The largest encoded event, in bytes.
  ///   - write: Appends the data's UTF-8 bytes to the buffer it is given, and does nothing else.
  /// - Throws: ``ServerSentEventError`` for fields that the format can't carry.
  public func append(
    to buffer: inout [UInt8], maximumSize: Int = .max, writingData write: (inout [UInt8]) -> Void
  ) throws(ServerSentEventError) {
    let start = buffer.count
    try appendFields(to: &buffer)
    buffer.append("data: ")
    let dataStart = buffer.count
    write(&buffer)
    if buffer.containsLineBreak(from: dataStart) {
      let data = Array(buffer[dataStart...])
      buffer.truncate(to: dataStart - "data: ".utf8.count)
      buffer.append(lines: data.span, prefixedBy: "data: ")
      buffer.append(UInt8(ascii: "\n"))
    } else {
      buffer.append("\n\n")
    }
    try limit(to: maximumSize, from: start, in: &buffer)
  }

  /// Appends what keeps an idle connection alive, in the form that its clients can read.
  public static func appendHeartbeat(
    to buffer: inout [UInt8], as form: EventStreamEncoder.HeartbeatForm = .comment
  ) {
    if form != .none { append(comment: "", as: form, to: &buffer) }
  }

  /// Appends a text as a comment, each of its lines behind a colon of its own, in the form of
  /// heartbeats; without a blank line where there are none.
  static func append(
    comment: String, as form: EventStreamEncoder.HeartbeatForm, to buffer: inout [UInt8]
  ) {
    if comment.isEmpty {
      buffer.append(":\n")
    } else {
      buffer.append(utf8: comment, linesPrefixedBy: ": ")
    }
    if form == .commentAndBlankLine { buffer.append(UInt8(ascii: "\n")) }
  }

  private func appendFields(to buffer: inout [UInt8]) throws(ServerSentEventError) {
    if let retry, retry < 0 { throw .init(.negativeRetry) }
    let start = buffer.count
    do throws(ServerSentEventError) {
      if let comment { Self.append(comment: comment, as: .comment, to: &buffer) }
      if let retry {
        buffer.append("retry: ")
        buffer.append(decimal: retry)
        buffer.append(UInt8(ascii: "\n"))
      }
      if let id {
        let valueStart = try buffer.append(field: "id: ", id, orThrow: .lineBreakInID)
        if buffer[valueStart...].contains(0) { throw .init(.nulInID) }
      }
      if let event, !event.isEmpty {
        try buffer.append(field: "event: ", event, orThrow: .lineBreakInEvent)
      }
    } catch {
      buffer.truncate(to: start)
      throw error
    }
  }

  private func limit(
    to maximumSize: Int, from start: Int, in buffer: inout [UInt8]
  ) throws(ServerSentEventError) {
    let size = buffer.count - start
    guard size > maximumSize else { return }
    buffer.truncate(to: start)
    throw .init(.tooLarge(size: size, limit: maximumSize))
  }
}

extension [UInt8] {
  /// Appends a field of one line, or throws where its value has more; returns where the value is.
  @discardableResult
  fileprivate mutating func append(
    field name: StaticString, _ value: String, orThrow code: ServerSentEventError.Code
  ) throws(ServerSentEventError) -> Int {
    append(name)
    let valueStart = count
    append(contentsOf: value.utf8)
    if containsLineBreak(from: valueStart) { throw .init(code) }
    append(UInt8(ascii: "\n"))
    return valueStart
  }
}

/// A server-sent event that can't be written without changing its meaning.
///
/// It is always the caller's to mend; nothing was appended to the buffer.
public struct ServerSentEventError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the event.
  public enum Code: Sendable, Hashable {
    /// The type contains a carriage return or a line feed, which would end its line.
    case lineBreakInEvent
    /// The id contains a carriage return or a line feed, which would end its line.
    case lineBreakInID
    /// The id contains U+0000, for which receivers ignore the whole id.
    case nulInID
    /// The reconnection time is negative, which the format's digits can't express.
    case negativeRetry
    /// The encoded event has more bytes than allowed.
    case tooLarge(size: Int, limit: Int)
  }

  /// What is wrong with the event.
  public let code: Code

  init(_ code: Code) {
    self.code = code
  }

  /// The fault in one sentence.
  public var description: String {
    switch code {
    case .lineBreakInEvent: "The event's type contains a line break."
    case .lineBreakInID: "The event's id contains a line break."
    case .nulInID: "The event's id contains U+0000, so receivers would ignore it."
    case .negativeRetry: "The reconnection time is negative."
    case .tooLarge(let size, let limit): "The event takes \(size) bytes; \(limit) are allowed."
    }
  }
}
