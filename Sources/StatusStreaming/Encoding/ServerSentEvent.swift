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
