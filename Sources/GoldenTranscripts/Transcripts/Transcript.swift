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
