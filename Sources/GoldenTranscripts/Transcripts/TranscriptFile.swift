/// A file of a transcript: its name and its exact bytes.
public struct TranscriptFile: Sendable, Hashable {
  /// The name within the scenario's folder.
  public let name: String
  /// The contents.
  public let bytes: [UInt8]

  /// Makes a file of any name and contents.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// What the name says about the contents, or `nil` for a file of the user's own kind.
  public var kind: Kind? { Kind(fileName: name) }
}
