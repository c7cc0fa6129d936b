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
  private var hasHeader = false

  /// Starts a file to which nothing has been written.
  public init() {}

  /// Appends the event's line, after the header if it is the first.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    try event.checkDepth()
    appendHeader(to: &bytes)
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
    event.payload.appendJSON(to: &bytes, .portable, and: "}\n")
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
    bytes.append("{\"format\":\"status-stream-events\",\"version\":1}\n")
  }
}
