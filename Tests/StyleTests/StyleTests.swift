import Foundation
import Testing

/// The house rules that a formatter does not know.
@Suite("Style")
struct StyleTests {
  private static let sources = SourceFile.all(in: ["Sources"])
  private static let files = SourceFile.all(in: ["Sources", "Tests", "Benchmarks"])

  /// Modules that may use the real clock, print, or Testing: they are not linked into a server.
  private static let programs: Set<String> = ["StatusTesting", "status-stream"]

  private static let libraries = Set(sources.map(\.module)).subtracting([
    "StateLocking", "status-stream",
  ]).sorted()

  /// Where a pattern is in the code of a file, which it can only be if all of a word is.
  private func places<Output>(
    _ word: String, _ pattern: Regex<Output>, in file: SourceFile
  ) -> [String] {
    guard file.contains(word) else { return [] }
    // By default a full stop between two names does not end a word.
    let pattern = pattern.wordBoundaryKind(.simple)
    return file.code.filter { $0.text.contains(pattern) }
      .map { "\(file.path):\($0.number): \($0.text)" }
  }

  @Test("there is something to check")
  func notEmpty() {
    #expect(Self.sources.count > 50)
    #expect(Self.files.count > Self.sources.count)
  }

  @Test("a file has at most 400 lines")
  func length() {
    for file in Self.files {
      #expect(file.lines.count <= 400, "\(file.path)")
    }
  }

  @Test("a function has at most 70 lines")
  func functionLength() {
    for file in Self.files {
      var open: (indentation: Int, line: Int)?
      for (number, text) in file.code {
        let indentation = text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        let rest = text.utf8.dropFirst(indentation)
        if let start = open, indentation == start.indentation {
          if rest.first == UInt8(ascii: "}") {
            #expect(number - start.line < 70, "\(file.path):\(start.line)")
            open = nil
          } else if !["where", ")", "{", "#"].contains(where: { rest.starts(with: $0.utf8) }) {
            // What follows a requirement of a protocol, which has no body, stands where it does.
            open = nil
          }
        }
        if open == nil, let last = text.utf8.last, "{(".utf8.contains(last),
          text.contains(/\b(func|init|deinit)\b/)
        {
          open = (indentation, number)
        }
      }
    }
  }

  @Test("folders nest one level in a module at most")
  func folders() {
    for file in Self.sources {
      #expect(file.path.split(separator: "/").count <= 4, "\(file.path)")
    }
  }

  @Test("folders of a module form layers", arguments: Set(sources.map(\.module)).sorted())
  func layers(module: String) {
    let files = Self.sources.filter { $0.module == module }
    let arrows = FolderArrows(files)
    #expect(arrows.arrows.isEmpty == (Set(files.map(\.folder)).count < 2))
    #expect(arrows.circle.isEmpty, "\(arrows.circle.joined(separator: "\n"))")
  }

  @Test("the overview article names the layers of a library", arguments: libraries)
  func namedLayers(module: String) throws {
    let article = try String(
      contentsOf: SourceFile.root.appending(path: "Sources/\(module)/\(module).docc/\(module).md"),
      encoding: .utf8)
    let names = article.matches(of: #/(?m)^- \*\*(.+)\*\*: .+\.$/#).map { match in
      match.1 == "the module's root" ? "" : String(match.1)
    }
    let files = Self.sources.filter { $0.module == module }
    #expect(Set(names) == Set(files.map(\.folder)))
    let arrows = FolderArrows(files).arrows
    for (index, name) in names.enumerated() {
      let above = Set(names.prefix(index))
      let others = Set((arrows[name] ?? [:]).keys).subtracting(above)
      #expect(others.isEmpty, "\(name) mentions types of \(others.sorted())")
    }
  }

  @Test("arrows between folders are found")
  func foundArrows() {
    let low = SourceFile(path: "Sources/M/Low/A.swift", lines: ["struct Ground {}"])
    let high = SourceFile(
      path: "Sources/M/High/B.swift",
      lines: ["struct Roof {", #"let ground = Ground() // Cellar "Cellar""#, "}"])
    let cellar = SourceFile(path: "Sources/M/Cellar/C.swift", lines: ["enum Cellar {}"])
    let arrows = FolderArrows([low, high, cellar])
    #expect(arrows.arrows["High"]?.keys.sorted() == ["Low"])
    #expect(arrows.circle.isEmpty)
    let back = SourceFile(
      path: "Sources/M/Low/D.swift", lines: ["extension Ground { func f(_: Roof) }"])
    #expect(FolderArrows([low, high, back]).circle.count == 2)
  }

  @Test("names say what a thing is")
  func names() {
    for file in Self.files {
      for word in ["Manager", "Helper", "Utils", "Mock", "Impl"]
      where file.contains(word) || file.path.contains(word) {
        let declarations =
          /\b(class|struct|enum|actor|protocol)\s+\w*(Manager|Helper|Utils|Mock|Impl)\b/
        #expect(places(word, declarations, in: file).isEmpty)
        #expect(!file.path.contains(/(Manager|Helper|Utils|Mock|Impl)\b/))
      }
    }
  }

  @Test("libraries take time, chance and output from their callers")
  func determinism() {
    let banned = [
      ("Date()", /\bDate\(\)/), ("UUID()", /\bUUID\(\)/), ("Task.sleep", /\bTask\.sleep\(/),
      ("SystemRandomNumberGenerator", /\bSystemRandomNumberGenerator\b/),
      ("Task.detached", /\bTask\.detached\s*[({]/), ("try!", /\btry!/),
      ("fatalError(", /\bfatalError\(/), ("print(", /\bprint\(/),
      ("SuspendingClock", /\bSuspendingClock\b/),
    ]
    for file in Self.sources where !Self.programs.contains(file.module) {
      for (word, pattern) in banned {
        #expect(places(word, pattern, in: file).isEmpty)
      }
      // A thread that waits for another one does so in real time.
      if file.path == "Sources/StateLocking/Turns.swift" { continue }
      let clock = places("ContinuousClock", /\bContinuousClock\b/, in: file).filter {
        !$0.contains("= ContinuousClock()") && !$0.contains("where C == ContinuousClock")
          && !$0.contains("clock: ContinuousClock())")
          && !$0.contains("C.self == ContinuousClock.self")
      }
      #expect(clock.isEmpty)
    }
  }

  @Test("state that threads share is under the lock that the thread sanitizer sees")
  func locks() {
    for file in Self.files where file.module != "StateLocking" {
      // What is measured against what people would write is left as they would write it.
      if file.path.hasPrefix("Benchmarks/status-bench/Baselines/") { continue }
      #expect(places("Mutex", /\bMutex\s*[<(]/, in: file).isEmpty)
    }
  }

  @Test("what a server links needs neither Testing nor Foundation")
  func imports() {
    let free: Set<String> = [
      "StateLocking", "StatusStreaming", "DeterministicSimulation", "WireDecoding",
      "RunTimelines",
    ]
    for file in Self.sources {
      if file.module != "StatusTesting" {
        #expect(places("import Testing", /^\s*(public )?import Testing/, in: file).isEmpty)
      }
      if free.contains(file.module) {
        #expect(places("import Foundation", /import Foundation/, in: file).isEmpty)
      }
    }
  }

  @Test("what documents name by its path is there")
  func paths() throws {
    let documents =
      ["README.md"]
      + [".github", "Sources", "Tests", "Fixtures"].flatMap { folder in
        let base = SourceFile.root.appending(path: folder).path
        let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".md") && !$0.contains(".build") }
          .map { "\(folder)/\($0)" }
      }
    #expect(documents.count > 25 && documents.contains(".github/CONTRIBUTING.md"))
    let path = #/[`(]((?:Sources|Tests|Fixtures|Benchmarks|\.ci|\.github)\/[\w.\/+-]+)[`)]/#
    for document in documents {
      let text = try String(
        contentsOf: SourceFile.root.appending(path: document), encoding: .utf8)
      for match in text.matches(of: path) where !match.1.contains("MODULE") {
        let place = SourceFile.root.appending(path: String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: place), "\(document): \(match.1)")
      }
    }
  }

  @Test("files that a fuzzer is made of are there")
  func fuzzers() throws {
    let folder = SourceFile.root.appending(path: "Tests/Fuzz")
    let lists = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .map { folder.appending(path: "\($0)/sources") }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    #expect(lists.count >= 2)
    for list in lists {
      for path in try String(contentsOf: list, encoding: .utf8).split(separator: "\n") {
        let place = SourceFile.root.appending(path: String(path)).path
        #expect(FileManager.default.fileExists(atPath: place), "\(list.path): \(path)")
      }
    }
  }

  @Test("nothing is left for later")
  func unfinished() {
    // In parts, so that the rule does not find itself.
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    for file in Self.files {
      #expect(!marks.contains { file.contains($0) }, "\(file.path)")
    }
  }

  @Test("the package has no dependencies and nothing unexpected at its top level")
  func package() throws {
    let manifest = try String(
      contentsOf: SourceFile.root.appending(path: "Package.swift"), encoding: .utf8)
    #expect(!manifest.contains(/\.package\(/))
    let entries = try FileManager.default.contentsOfDirectory(atPath: SourceFile.root.path)
    let allowed: Set<String> = [
      "Package.swift", "Sources", "Tests", "Fixtures", "Benchmarks", "README.md",
      "Package.resolved",
    ]
    #expect(entries.filter { !$0.hasPrefix(".") && !allowed.contains($0) }.isEmpty)
  }
}
