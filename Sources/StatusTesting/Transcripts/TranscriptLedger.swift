import Synchronization
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

  static let shared = TranscriptLedger()

  private let pages = Mutex<[String: Page]>([:])

  /// Gives an expectation the page of its golden, and keeps all others waiting until it is done.
  ///
  /// An expectation that is evaluated again, for another argument say, gets the same page.
  ///
  /// - Throws: ``Conflict`` if another expectation has the golden, and what the body throws.
  func claim<Result: Sendable>(
    _ path: String, for owner: SourceLocation, _ body: (inout Page) throws -> Result
  ) throws -> Result {
    try pages.withLock { pages in
      // Some file systems take names that differ in case for one.
      let key = path.lowercased()
      var page = pages[key] ?? Page(path: path, owner: owner)
      guard page.owner == owner, page.path == path else {
        throw Conflict(owner: page.owner, path: page.path)
      }
      defer { pages[key] = page }
      return try body(&page)
    }
  }
}
