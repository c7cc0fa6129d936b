import StateLocking
import Testing

/// Which expectation each golden belongs to, and which goldens this process has written.
///
/// A golden that could be written twice in a run would hold what came last, and no expectation
/// would ever see that the two differ.
final class TranscriptLedger: Sendable {
  /// What is known of a golden.
  struct Page {
    let path: String
    let owner: SourceLocation
    var isRecorded = false
  }

  /// A golden that belongs to another expectation.
  struct Conflict: Error, CustomStringConvertible {
    let owner: SourceLocation
    let path: String

    var description: String {
      "another expectation, at \(owner.fileID):\(owner.line):\(owner.column), "
        + "has the transcript '\(path)'"
    }
  }

  /// That of the process, which says at its end what is left over.
  static let shared: TranscriptLedger = {
    let ledger = TranscriptLedger()
    ledger.reportOrphansAtExit()
    return ledger
  }()

  private struct State {
    var pages: [String: Page] = [:]
    /// The claimed paths, in lower case, by the folder that they are below.
    var claims: [String: Set<String>] = [:]
    var isCutShort = false
  }

  private let state = Lock(State())

  /// Notes that the run ends before all tests have.
  func cutShort() {
    state.withLock { $0.isCutShort = true }
  }

  /// The claimed paths, in lower case, by the folder that they are below; `nil` if not all tests had
  /// the time to claim theirs.
  func claims() -> [String: Set<String>]? {
    state.withLock { $0.isCutShort ? nil : $0.claims }
  }

  /// Gives an expectation the page of its golden, and keeps all others waiting until it is done.
  ///
  /// An expectation that is evaluated again, for another argument say, gets the same page.
  ///
  /// - Throws: ``Conflict`` if another expectation has the golden, and what the body throws.
  func claim<Result: Sendable>(
    _ name: String, in root: String, for owner: SourceLocation,
    _ body: (inout Page) throws -> Result
  ) throws -> Result {
    try state.withLock { state in
      let path = "\(root)/\(name)"
      // Some file systems take names that differ in case for one.
      let key = path.lowercased()
      var page = state.pages[key] ?? Page(path: path, owner: owner)
      guard page.owner == owner, page.path == path else {
        throw Conflict(owner: page.owner, path: page.path)
      }
      state.claims[root, default: []].insert(name.lowercased())
      defer { state.pages[key] = page }
      return try body(&page)
    }
  }
}
