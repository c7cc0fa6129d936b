/// What a comparison or a recording found, file by file.
public struct GoldenReport: Sendable, Hashable, CustomStringConvertible {
  /// The files of the transcripts in their order, then the obsolete ones in that of their paths.
  public let entries: [Entry]

  /// Whether any file is not as its golden, lacks one, or is a golden that nothing owns any more.
  public var hasDifferences: Bool { entries.contains { $0.verdict != .unchanged } }

  /// A line for each file, and below it what has changed.
  public var description: String {
    entries.map { "\($0)\n" }.joined()
  }
}
