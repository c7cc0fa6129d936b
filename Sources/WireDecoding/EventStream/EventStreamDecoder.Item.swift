extension EventStreamDecoder {
  /// What a stream consists of, for a reader.
  public enum Item: Sendable, Hashable {
    /// An event was dispatched.
    case event(Event)
    /// A comment line, such as a heartbeat, without its colon and one space after that; valid
    /// UTF-8. It belongs to no event and may stand in the middle of one.
    case comment([UInt8])
  }
}
