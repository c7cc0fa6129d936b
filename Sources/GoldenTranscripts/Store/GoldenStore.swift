/// The folder that holds the goldens of a set of scenarios.
///
/// <!-- example in GoldenExample, then #expect(report.entries.allSatisfy { $0.verdict == .obsolete }) -->
/// ```swift
/// let store = GoldenStore(root: "Fixtures/Transcripts")
/// let report = try store.check(transcripts, isComplete: true)
/// ```
///
/// A golden is at scenario, slash, name below the root. What begins with a dot is not the store's,
/// except for `.NAME.recording`: a file that is being written, or was when its recording was killed.
public struct GoldenStore: Sendable, Hashable {
  /// The folder's path.
  public let root: String

  /// Opens a folder, which need not exist before something is recorded.
  public init(root: String) {
    self.root = root
  }

  /// Compares transcripts with their goldens, and writes nothing.
  ///
  /// - Parameters:
  ///   - transcripts: what scenarios left behind now.
  ///   - isComplete: whether these are all scenarios that there are; only then is a golden of none
  ///     of them called obsolete.
  /// - Throws: ``GoldenStoreError``.
  public func check(
    _ transcripts: [Transcript], isComplete: Bool
  ) throws(GoldenStoreError) -> GoldenReport {
    let claims = try ClaimedFile.all(of: transcripts)
    var entries = try compare(claims).map(\.entry)
    if isComplete { entries += try obsoletePaths(beside: claims).map(Self.obsolete) }
    return GoldenReport(entries: entries)
  }

  /// Makes transcripts the goldens; one that is the same already is not touched.
  ///
  /// Everything is written under temporary names before the first golden is replaced, so that an
  /// error, a full device or a kill leaves every golden whole, and until then all as they were.
  ///
  /// - Parameters:
  ///   - transcripts: what scenarios left behind now.
  ///   - isComplete: whether these are all scenarios that there are; only then is a golden of none
  ///     of them called obsolete.
  /// - Throws: ``GoldenStoreError``.
  public func record(
    _ transcripts: [Transcript], isComplete: Bool
  ) throws(GoldenStoreError) -> GoldenReport {
    let claims = try ClaimedFile.all(of: transcripts)
    var recording = Recording(store: self)
    let entries = try recording.record(claims)
    let obsolete = isComplete ? try obsoletePaths(beside: claims) : []
    return GoldenReport(entries: entries + obsolete.map(Self.obsolete))
  }

  /// Deletes the goldens that belong to no transcript, and folders that hold nothing any more.
  ///
  /// - Parameter transcripts: those of all scenarios that there are.
  /// - Returns: The paths of what was deleted, from the root on.
  /// - Throws: ``GoldenStoreError``.
  @discardableResult
  public func prune(keeping transcripts: [Transcript]) throws(GoldenStoreError) -> [String] {
    let paths = try obsoletePaths(beside: ClaimedFile.all(of: transcripts))
    for path in paths {
      do {
        try FileSystem.delete(absolute(path))
      } catch {
        throw GoldenStoreError(.system(.delete, number: error.number), path)
      }
    }
    for folder in try walk().folders.reversed() {
      // A folder that still holds something is refused, which is what is wanted.
      try? FileSystem.deleteEmptyFolder(absolute(folder))
    }
    return paths
  }

  private static func obsolete(_ path: String) -> GoldenReport.Entry {
    GoldenReport.Entry(path: path, verdict: .obsolete)
  }

  private func obsoletePaths(
    beside claims: [ClaimedFile]
  ) throws(GoldenStoreError) -> [String] {
    let claimed = Set(claims.map(\.path))
    return try walk().files.filter { !claimed.contains($0) }
  }

  func absolute(_ path: String) -> String {
    path.isEmpty ? root : "\(root)/\(path)"
  }
}
