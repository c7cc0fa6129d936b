import Foundation
import GoldenTranscripts
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

/// Which tests a process was asked to run, by its command line.
///
/// `swift test` hands its own arguments on to the test process, and `--testing-library` with them.
struct TestSelection {
  /// Whether `swift test` asked for all of the tests that the process has.
  ///
  /// Whoever else runs tests, an editor say, may choose some in ways that can't be seen here.
  let isEverything: Bool

  init(arguments: [String]) {
    let arguments = Array(arguments.dropFirst())
    let isOfPackageManager = zip(arguments, arguments.dropFirst()).contains {
      $0 == ("--testing-library", "swift-testing")
    }
    let isLimited = arguments.contains { argument in
      Self.limits.contains(String(argument.prefix { $0 != "=" }))
    }
    isEverything = isOfPackageManager && !isLimited && arguments.first != "list"
  }

  /// The options that choose tests, or may name a file that does.
  private static let limits: Set<String> = [
    "--filter", "--skip", "--specifier", "-s", "--list-tests", "--configuration-path",
    "--experimental-configuration-path",
  ]
}

extension Test.ID {
  /// A regular expression for `swift test --filter` that selects the test, for use within single
  /// quotes.
  var filter: String {
    let path = [moduleName + nameComponents.prefix(1).map { ".\($0)" }.joined()]
    let text = (path + nameComponents.dropFirst()).joined(separator: "/")
    return text.map { character in
      // A quote would end the argument.
      switch character {
      case "'": "."
      case ".", "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", "\\":
        "\\\(character)"
      default: String(character)
      }
    }.joined()
  }
}
