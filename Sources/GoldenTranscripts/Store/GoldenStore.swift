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

extension GoldenStore {
  /// Compares each file with its golden, in their order.
  func compare(
    _ claims: [ClaimedFile]
  ) throws(GoldenStoreError) -> [(claim: ClaimedFile, entry: GoldenReport.Entry)] {
    var results: [(claim: ClaimedFile, entry: GoldenReport.Entry)] = []
    for claim in claims { results.append((claim, try compare(claim))) }
    return results
  }

  private func compare(_ claim: ClaimedFile) throws(GoldenStoreError) -> GoldenReport.Entry {
    guard let golden = try golden(claim.path) else {
      return GoldenReport.Entry(path: claim.path, verdict: .missing)
    }
    guard let difference = claim.difference(from: golden) else {
      return GoldenReport.Entry(path: claim.path, verdict: .unchanged)
    }
    return GoldenReport.Entry(
      path: claim.path, verdict: .changed(difference), fault: claim.fault(in: golden))
  }

  /// The bytes of the golden at a path from the root on, `nil` if there is none.
  package func golden(_ path: String) throws(GoldenStoreError) -> [UInt8]? {
    do {
      return try FileSystem.read(absolute(path))
    } catch {
      if error.isNotFound { return nil }
      if error.isFolder { throw GoldenStoreError(.isFolder, path) }
      throw GoldenStoreError(.system(.read, number: error.number), path)
    }
  }
}

extension GoldenStore {
  /// What a folder holds, each path from the root on, a folder before what is in it.
  struct Contents {
    var files: [String] = []
    var folders: [String] = []
    /// Temporary files that a recording has left.
    var leftovers: [String] = []
  }

  private static let leftoverSuffix = ".recording"

  /// The name under which a file is written before it takes its golden's place.
  static func temporaryPath(of path: String) -> String {
    let name = path.drop { $0 != "/" }.dropFirst()
    return path.dropLast(name.count) + ".\(name)\(leftoverSuffix)"
  }

  /// Lists everything below the root, or nothing if there is no root.
  func walk() throws(GoldenStoreError) -> Contents {
    var contents = Contents()
    try walk("", into: &contents)
    return contents
  }

  /// Lists everything below a folder, or nothing if there is none.
  func walk(_ folder: String, into contents: inout Contents) throws(GoldenStoreError) {
    let entries: [(name: String, isFolder: Bool)]
    do {
      entries = try FileSystem.list(absolute(folder))
    } catch {
      if error.isNotFound { return }
      throw GoldenStoreError(.system(.list, number: error.number), folder.isEmpty ? root : folder)
    }
    for (name, isFolder) in entries {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      if name.hasPrefix(".") {
        if name.hasSuffix(Self.leftoverSuffix) && !isFolder { contents.leftovers.append(path) }
      } else if isFolder {
        contents.folders.append(path)
        try walk(path, into: &contents)
      } else {
        contents.files.append(path)
      }
    }
  }
}
