extension EventStreamDecoder {
  /// The fields that mean something; all others are skipped.
  enum Field: CaseIterable {
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

    /// The field that `line` is about: its name stands before the first colon, or alone.
    init?(of line: Span<UInt8>) {
      let field = Self.allCases.first { field in
        let length = field.name.utf8CodeUnitCount
        return line.hasPrefix(field.name)
          && (line.count == length || line[length] == UInt8(ascii: ":"))
      }
      guard let field else { return nil }
      self = field
    }
  }
}
