import Synchronization
import Testing

/// Which expectation each golden belongs to, and which goldens this process has written.
///
/// A golden that could be written twice in a run would hold what came last, and no expectation
/// would ever see that the two differ.
final class TranscriptLedger: Sendable {
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

  /// Gives an expectation its golden, while no other expectation has one.
  ///
  /// An expectation that is evaluated again, for another argument say, gets the same page.
  func claim<Result: Sendable, Failure: Error>(
    _ path: String, for owner: SourceLocation,
    _ body: (inout Page) throws(Failure) -> Result
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
