public import StatusStreaming

extension Transcript {
  /// Begins the transcript of a run with the events that were appended.
  ///
  /// - Throws: `StatusEncodingError` for an event that an ``EventListing`` can't hold.
  public init(scenario: String, events: [StreamEvent]) throws(StatusEncodingError) {
    self.init(scenario: scenario)
    append(
      TranscriptFile(
        name: TranscriptFile.Kind.events.fileName(), bytes: try EventListing(of: events).bytes()))
  }

  /// Adds what was written to a connection, as a ``FrameListing`` where its file's name asks for one.
  ///
  /// - Throws: ``IllegalFrame`` if a WebSocket's bytes can't be listed.
  public mutating func append(
    connection bytes: [UInt8], named fileName: String
  ) throws(IllegalFrame) {
    let isListing = TranscriptFile.Kind(fileName: fileName)?.isFrameListing == true
    append(
      TranscriptFile(
        name: fileName, bytes: isListing ? try FrameListing(of: bytes).bytes : bytes))
  }

  /// The events that were appended, none if the transcript has no listing of them.
  ///
  /// - Throws: ``ListingError`` if the listing can't be read.
  public func events() throws(ListingError) -> [StreamEvent] {
    guard let file = files.first(where: { $0.kind == .events }) else { return [] }
    return try EventListing(parsing: file.bytes, path: "\(scenario)/\(file.name)").events
  }
}
