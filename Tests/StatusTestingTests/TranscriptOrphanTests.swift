import Testing

@testable import StatusTesting

/// What a run of all tests leaves over of the goldens.
@Suite(.transcripts(record: .missing)) struct TranscriptOrphanTests {
  static let goldens = "__Transcripts__/Receipt-Tests"

  let folder: TranscriptFolder
  let ledger = TranscriptLedger()

  init() throws {
    folder = try TranscriptFolder()
    try folder.write("one")
    folder.expect("one", ledger: ledger)
  }

  @Test func aGoldenThatWasComparedIsNone() throws {
    #expect(ledger.orphans().isEmpty && ledger.orphanReport() == nil)
    // Where a file can't be told from one whose name differs in case, neither is left over.
    try folder.write("", to: "\(Self.goldens)/RECEIPT.TXT")
    #expect(ledger.orphans().isEmpty)
  }

  @Test func oneOfNoTestIs() throws {
    try folder.write("", to: "\(Self.goldens)/old.txt")
    try folder.write("", to: "__Transcripts__/Gone/old.txt")
    let paths = ["Gone", "Receipt-Tests"].map { "\(folder.path)/__Transcripts__/\($0)/old.txt" }
    #expect(ledger.orphans() == paths)
    #expect(
      ledger.orphanReport() == """
        no test compares 2 transcripts any more:
          \(paths[0])
          \(paths[1])

        """)
  }

  @Test func oneThatItsSourceNamesBelongsToATestThatDidNotGetThere() throws {
    try folder.write("", to: "\(Self.goldens)/disabled.txt")
    try folder.write("", to: "\(Self.goldens)/moved.txt")
    try folder.write(#"expectTranscript(x, named: "disabled.txt")"#, to: "Receipt+Tests.swift")
    try folder.write(#"expectTranscript(x, named: "moved.txt")"#, to: "OtherTests.swift")
    try folder.write(#"expectTranscript(x, named: "moved.txt.gz")"#, to: "Receipt-Tests.swift")
    #expect(ledger.orphans() == ["\(folder.path)/\(Self.goldens)/moved.txt"])
  }

  @Test(arguments: [
    "__Transcripts__/README.md", "\(goldens)/.receipt.txt.recording", "\(goldens)/.hidden",
    "\(goldens)/deeper/old.txt", "Fixtures/Receipt-Tests/old.txt",
    ".build/__Transcripts__/OtherTests/old.txt",
  ])
  func whatNoExpectationRecordedIsNone(path: String) throws {
    try folder.write("", to: path)
    #expect(ledger.orphans().isEmpty)
  }

  @Test func aFolderThatNothingWasComparedInIsLookedThroughWithMoreCare() throws {
    let shop = "Tests/ShopTests/__Transcripts__"
    for stem in ["Gone", "Elsewhere", "Without"] {
      try folder.write("", to: "\(shop)/\(stem)/a.txt")
    }
    try folder.write("", to: "Package.swift")
    try folder.write("expectTranscript(x, named: name)", to: "Tests/ShopTests/Elsewhere.swift")
    try folder.write("expect(x)", to: "Tests/ShopTests/Without.swift")
    #expect(ledger.orphans() == ["Gone", "Without"].map { "\(folder.path)/\(shop)/\($0)/a.txt" })
    try folder.write("", to: "Tests/ShopTests/Package.swift")
    #expect(ledger.orphans().isEmpty)
  }

  @Test func eachFolderIsLookedThrough() throws {
    let other = try TranscriptFolder()
    withKnownIssue { other.expect("new", ledger: ledger) }
    for folder in [folder, other] { try folder.write("", to: "\(Self.goldens)/old.txt") }
    let paths = [folder, other].map { "\($0.path)/\(Self.goldens)/old.txt" }
    #expect(ledger.orphans() == paths.sorted())
  }

  @Test func aRunThatIsCutShortTellsNothing() throws {
    try folder.write("", to: "\(Self.goldens)/old.txt")
    ledger.cutShort()
    #expect(ledger.orphanReport() == nil)
  }

  @Test(
    arguments: [
      ("--testing-library swift-testing", true),
      ("--skip-build --parallel --num-workers 2 -v --testing-library swift-testing", true),
      ("--package-path list --xunit-output s --testing-library swift-testing", true),
      ("--filter Receipt --testing-library swift-testing", false),
      ("--filter=Receipt --testing-library swift-testing", false),
      ("--testing-library swift-testing --skip Receipt", false),
      ("--testing-library swift-testing --skip=Receipt", false),
      ("-s Receipt --testing-library swift-testing", false),
      ("--specifier=Receipt --testing-library swift-testing", false),
      ("--configuration-path c.json --testing-library swift-testing", false),
      ("--list-tests --testing-library swift-testing", false),
      ("list --testing-library swift-testing", false),
      ("--testing-library xctest", false), ("", false), ("swift-testing", false),
    ])
  func onlyARunOfEverythingIsOne(arguments: String, isEverything: Bool) {
    let words = arguments.split(separator: " ").map(String.init)
    #expect(TestSelection(arguments: ["--filter"] + words).isEverything == isEverything)
  }
}
