extension EventStreamDecoder {
  /// The fields that mean something; all others are skipped.
  enum Field {
    case data
    case event
    case id
    case retry

    var name: StaticString {
      switch self {
      case .data: "data"
      case .event: "event"
      case .id: "id"
      case .retry: "retry"
      }
    }

    /// The field that `line`, which is not empty, is about: its name stands before the first colon,
    /// or alone.
    init?(of line: Span<UInt8>) {
      switch line[0] {
      case UInt8(ascii: "d"): self = .data
      case UInt8(ascii: "e"): self = .event
      case UInt8(ascii: "i"): self = .id
      case UInt8(ascii: "r"): self = .retry
      default: return nil
      }
      let length = name.utf8CodeUnitCount
      guard line.hasPrefix(name), line.count == length || line[length] == UInt8(ascii: ":") else {
        return nil
      }
    }
  }
}
