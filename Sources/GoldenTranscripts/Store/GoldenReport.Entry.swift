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
