extension EventStreamDecoder {
  /// One dispatched event (HTML Living Standard, section 9.2.6).
  ///
  /// Events compare byte by byte, not by canonical equivalence as strings do.
  public struct Event: Sendable, Hashable {
    /// The event's type, `message` unless the stream said otherwise.
    public var type: String
    /// The payload, always valid UTF-8, its lines separated by LF.
    public var data: [UInt8]
    /// The last event ID at the time of the dispatch, the event's own or an earlier one.
    public var lastEventID: String
    /// The reconnection time in force in milliseconds, or `nil` if the stream has set none.
    public var reconnectionTime: Int?

    /// An event as a stream would give it.
    public init(
      type: String = "message", data: [UInt8], lastEventID: String = "",
      reconnectionTime: Int? = nil
    ) {
      self.type = type
      self.data = data
      self.lastEventID = lastEventID
      self.reconnectionTime = reconnectionTime
    }

    /// The payload as a string.
    public var text: String { String(decoding: data, as: UTF8.self) }

    /// Whether all fields have the same bytes.
    public static func == (left: Event, right: Event) -> Bool {
      left.data == right.data && left.reconnectionTime == right.reconnectionTime
        && left.type.utf8.elementsEqual(right.type.utf8)
        && left.lastEventID.utf8.elementsEqual(right.lastEventID.utf8)
    }

    /// Hashes the payload alone, which is as good as hashing every field.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(data)
    }
  }
}
