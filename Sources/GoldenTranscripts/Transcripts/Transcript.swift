public import StatusStreaming

/// What one run of a scenario left behind: the events that were appended and, for each connection,
/// what was written to it.
public struct Transcript: Sendable, Hashable {
  /// The scenario's name, which is also its folder's.
  public let scenario: String
  /// The files in the order in which they were added.
  public private(set) var files: [TranscriptFile]

  /// Collects files under a scenario's name; what a file system can't hold is for ``GoldenStore``
  /// to refuse.
  public init(scenario: String, files: [TranscriptFile] = []) {
    self.scenario = scenario
    self.files = files
  }

  /// Adds a file.
  public mutating func append(_ file: TranscriptFile) {
    files.append(file)
  }

  /// The file of a name, which is compared by its bytes.
  public subscript(name: String) -> TranscriptFile? {
    files.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

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
