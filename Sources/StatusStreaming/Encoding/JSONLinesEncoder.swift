/// Encodes traces as lines of JSON for tools: a header with a version, then a line per event.
///
/// ```json
/// {"format":"status-stream-events","version":1}
/// {"time":0.000000000,"trace":"run-1","sequence":1,"update":{"status":"thinking",…}}
/// {"time":0.750000000,"trace":"run-1","sequence":12,"complete":{"text":"Done",…}}
/// ```
///
/// The time is that of the append since the opening of the trace, in seconds with nine decimals. The
/// sequence is a string, `"EPOCH-1"`, if the buffer has an epoch. The last member is named after the
/// payload's kind: `update`, `gap`, `complete`, `failed` or `cancelled`.
public struct JSONLinesEncoder: StatusEncoder {
  /// The largest line in bytes; an event with a longer one is refused.
  public let maximumLineSize: Int

  private var hasHeader = false

  /// Starts a file to which nothing has been written.
  public init(maximumLineSize: Int = .max) {
    self.maximumLineSize = maximumLineSize
  }

  /// Appends the event's line, after the header if it is the first.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    try event.checkDepth()
    let start = bytes.count
    if !hasHeader { bytes.append(Self.header) }
    let lineStart = bytes.count
    appendLine(event, to: &bytes)
    guard bytes.count - lineStart <= maximumLineSize else {
      let size = bytes.count - lineStart
      bytes.truncate(to: start)
      throw StatusEncodingError(.tooLarge(size: size, limit: maximumLineSize), event)
    }
    hasHeader = true
  }

  private func appendLine(_ event: borrowing StreamEvent, to bytes: inout [UInt8]) {
    bytes.append("{\"time\":")
    let (seconds, attoseconds) = event.time.components
    bytes.append(decimal: Int(seconds))
    bytes.append(UInt8(ascii: "."))
    bytes.append(fraction: Int(attoseconds / 1_000_000_000), digits: 9)
    bytes.append(",\"trace\":")
    bytes.append(json: event.trace.rawValue, .portable)
    bytes.append(",\"sequence\":")
    if event.epoch == nil {
      bytes.append(json: event.sequence.rawValue)
    } else {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(cursor: event.cursor)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(",\"")
    bytes.append(event.payload.kind)
    bytes.append("\":")
    event.payload.appendJSON(to: &bytes, .portable)
    bytes.append("}\n")
  }

  /// Appends nothing: a file needs no heartbeat.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {}

  /// Appends the header if no event has done so: an empty file would not say what it is.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    appendHeader(to: &bytes)
  }

  private mutating func appendHeader(to bytes: inout [UInt8]) {
    guard !hasHeader else { return }
    hasHeader = true
    bytes.append(Self.header)
  }

  private static var header: StaticString {
    "{\"format\":\"status-stream-events\",\"version\":1}\n"
  }
}

extension JSONLinesEncoder: SharingEncoder {
  /// The one that there is.
  public var sharedFormat: SharedFormat? { SharedFormat(Self.self) }

  /// Appends the event's line.
  public func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    try event.checkDepth()
    appendLine(event, to: &bytes)
  }

  /// Appends the header before the first line.
  public mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError) {
    try prefix.limit(event, from: prefix.count, beside: sharedSize, to: maximumLineSize)
    appendHeader(to: &prefix)
  }
}
