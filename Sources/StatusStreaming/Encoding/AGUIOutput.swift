/// Where a connection's AG-UI events are written, each by itself: as a block of an event stream, or as
/// the text of a message.
struct AGUIOutput {
  enum Framing {
    /// `data:` with the event, and `id:` where a client has all that belongs to a trace's event.
    case blocks
    /// The event alone, which then says itself where its client is.
    case messages
  }

  let framing: Framing
  /// The most bytes of a block or a message.
  let limit: Int
  private(set) var bytes: [UInt8]
  /// Where each message ends.
  private(set) var ends: [Int] = []

  init(_ framing: Framing, limit: Int, after bytes: consuming [UInt8] = []) {
    self.framing = framing
    self.limit = limit
    self.bytes = bytes
  }

  /// The messages.
  var messages: [ArraySlice<UInt8>] {
    zip([0] + ends, ends).map { bytes[$0..<$1] }
  }

  /// What was written, which is taken out.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  var mark: (size: Int, messages: Int) { (bytes.count, ends.count) }

  /// Takes out what was written since a mark.
  mutating func truncate(to mark: (size: Int, messages: Int)) {
    bytes.truncate(to: mark.size)
    ends.removeSubrange(mark.messages...)
  }

  /// Writes an event.
  ///
  /// - Returns: how many bytes it takes.
  mutating func append(
    _ event: AGUIEvent, of run: AGUIRun, trace: TraceID, at time: Duration, cursor: Cursor?,
    isRestated: Bool
  ) -> Int {
    let start = bytes.count
    switch framing {
    case .blocks:
      if let cursor {
        bytes.append("id: ")
        bytes.append(cursor: cursor)
        bytes.append(UInt8(ascii: "\n"))
      }
      bytes.append("data: ")
      event.appendJSON(
        to: &bytes, of: run, trace: trace, at: time, cursor: nil, isRestated: isRestated)
      bytes.append("\n\n")
    case .messages:
      event.appendJSON(
        to: &bytes, of: run, trace: trace, at: time, cursor: cursor, isRestated: isRestated)
      ends.append(bytes.count)
    }
    return bytes.count - start
  }

  /// How many bytes an event would take.
  mutating func size(
    of event: AGUIEvent, of run: AGUIRun, trace: TraceID, at time: Duration, isRestated: Bool
  ) -> Int {
    let mark = mark
    defer { truncate(to: mark) }
    return append(event, of: run, trace: trace, at: time, cursor: nil, isRestated: isRestated)
  }
}
