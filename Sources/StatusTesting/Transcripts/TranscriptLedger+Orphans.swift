import Foundation
import GoldenTranscripts
import Testing

extension TranscriptLedger {
  /// Says on standard error, when the process exits, which goldens no test has any more.
  ///
  /// Swift Testing tells a library nothing of the end of a run, and an issue can't be recorded then.
  func reportOrphansAtExit() {
    atexit {
      // A test that exits, and the process of an exit test, have not run all tests.
      guard Test.current == nil, ExitTest.current == nil else { return }
      let selection = TestSelection(arguments: CommandLine.arguments)
      guard selection.isEverything, let report = TranscriptLedger.shared.orphanReport() else {
        return
      }
      _ = StandardStreams.write(report, to: STDERR_FILENO)
    }
  }

  /// What there is to say at the end of a run of all tests, `nil` if nothing.
  func orphanReport() -> String? {
    let paths = orphans()
    if paths.isEmpty { return nil }
    let count = "\(paths.count) transcript\(paths.count == 1 ? "" : "s")"
    return (["no test compares \(count) any more:"] + paths.map { "  \($0)" }).map { "\($0)\n" }
      .joined()
  }

  /// The goldens, in the packages whose goldens this run has used, that no expectation has claimed.
  ///
  /// What is still named in the source that it belongs to has an expectation that was not reached,
  /// in a test that is disabled or has failed before.
  func orphans() -> [String] {
    guard let claims = claims() else { return [] }
    let packages = Set(claims.keys.map(Self.package))
    let roots = Set(claims.keys).union(packages.flatMap(Self.roots))
    return roots.sorted().flatMap { root in
      let claimed = claims[root]
      let files = (try? GoldenStore(root: root).check([], isComplete: true).entries) ?? []
      return files.map(\.path).filter { path in
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count == 2, claimed?.contains(path.lowercased()) != true else { return false }
        var signs = ["\"\(parts[1])\""]
        // A folder that nothing was compared in may be that of tests of another process.
        if claimed == nil { signs.append("expectTranscript") }
        return !Self.sources(of: parts[0], beside: root).contains { source in
          signs.contains { source.range(of: Data($0.utf8)) != nil }
        }
      }.map { "\(root)/\($0)" }
    }
  }

  private static let folderName = "__Transcripts__"

  /// The contents of the sources that have a folder of goldens, of which there is mostly one.
  private static func sources(of stem: String, beside root: String) -> [Data] {
    let folder = root.dropLast(folderName.count + 1)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: String(folder))) ?? []
    return names.filter {
      $0.hasSuffix(".swift") && TranscriptExpectation.stem(ofSource: $0) == stem
    }.compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
  }

  /// The folder of the package that a folder of goldens is in, or the one that it is beside.
  private static func package(of root: String) -> String {
    let beside = root.dropLast(folderName.count + 1)
    var folder = beside
    while !folder.isEmpty {
      if FileManager.default.fileExists(atPath: "\(folder)/Package.swift") { return String(folder) }
      folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
    }
    return String(beside)
  }

  /// The folders of goldens in a package, without those of packages within it.
  private static func roots(in package: String) -> [String] {
    var roots: [String] = []
    let entries = FileManager.default.enumerator(atPath: package)
    while let path = entries?.nextObject() as? String {
      guard entries?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory else {
        continue
      }
      let name = path.split(separator: "/").last ?? ""
      if name == folderName { roots.append("\(package)/\(path)") }
      let isOther = FileManager.default.fileExists(atPath: "\(package)/\(path)/Package.swift")
      if name == folderName || name.hasPrefix(".") || isOther { entries?.skipDescendants() }
    }
    return roots
  }
}
