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
