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

extension TranscriptFile {
  /// What a file holds.
  ///
  /// A name is the kind's first word, then a label where a scenario has several connections of the
  /// kind, then the extension: `terminal.txt`, `resumable.2.sse`.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// The events of all traces with the time of their append, as an ``EventListing``.
    case events
    /// What a terminal was sent.
    case terminal
    /// A response body of the reference profile.
    case referenceStream
    /// A response body of the resumable profile.
    case resumableStream
    /// What a WebSocket was sent, as a ``FrameListing``.
    case webSocket
    /// The same in the resumable profile.
    case resumableWebSocket
    /// A response body of AG-UI.
    case agUIStream
    /// What a WebSocket was sent with AG-UI, as a ``FrameListing``.
    case agUIWebSocket

    /// Whether it is a ``FrameListing``.
    package var isFrameListing: Bool { fileExtension == "frames" }

    /// The kind of a file, `nil` if the name is none of theirs.
    public init?(fileName: String) {
      let words = fileName.utf8.split(
        separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard (2...3).contains(words.count), !words.contains(where: \.isEmpty) else { return nil }
      let kind = Self.allCases.first { kind in
        words[0].elementsEqual(kind.firstWord.utf8)
          && words[words.count - 1].elementsEqual(kind.fileExtension.utf8)
      }
      guard let kind else { return nil }
      self = kind
    }

    /// The name of a file of this kind.
    ///
    /// - Parameter label: what tells connections of one kind apart, such as a number.
    public func fileName(label: String? = nil) -> String {
      [firstWord, label, fileExtension].compactMap(\.self).joined(separator: ".")
    }

    private var firstWord: String {
      switch self {
      case .events: "events"
      case .terminal: "terminal"
      case .referenceStream: "reference"
      case .resumableStream, .resumableWebSocket: "resumable"
      case .webSocket: "websocket"
      case .agUIStream, .agUIWebSocket: "ag-ui"
      }
    }

    private var fileExtension: String {
      switch self {
      case .events: "jsonl"
      case .terminal: "txt"
      case .referenceStream, .resumableStream, .agUIStream: "sse"
      case .webSocket, .resumableWebSocket, .agUIWebSocket: "frames"
      }
    }
  }
}
