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

extension GoldenReport {
  /// What there is to say of one file.
  public struct Entry: Sendable, Hashable, CustomStringConvertible {
    /// The path from the store's root on: scenario, slash, name.
    public let path: String
    /// How the file stands to its golden.
    public let verdict: Verdict
    /// What is wrong with a golden that does not follow its grammar, line and byte included.
    public let fault: ListingError?

    init(path: String, verdict: Verdict, fault: ListingError? = nil) {
      self.path = path
      self.verdict = verdict
      self.fault = fault
    }

    /// The verdict and the path, and below them what has changed.
    public var description: String {
      let malformed = fault.map { "\nmalformed \($0)" } ?? ""
      switch verdict {
      case .unchanged: return "unchanged \(path)"
      case .changed(let difference): return "changed \(path)\(malformed)\n\(difference)"
      case .new: return "new \(path)"
      case .missing: return "missing \(path)"
      case .obsolete: return "obsolete \(path)"
      }
    }
  }
}

extension GoldenReport {
  /// How a file stands to its golden.
  public enum Verdict: Sendable, Hashable {
    /// Both have the same bytes; a recording has not touched the golden.
    case unchanged
    /// They differ; a recording has replaced the golden.
    case changed(ByteDifference)
    /// There was no golden, and a recording has written it.
    case new
    /// There is no golden, and a comparison writes none.
    case missing
    /// The golden belongs to no transcript of a complete run.
    case obsolete
  }
}
