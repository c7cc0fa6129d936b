import Testing

@testable import StatusTesting

@Suite(.transcripts(record: .never)) struct TranscriptExpectationTests {
  let folder: TranscriptFolder

  init() throws {
    folder = try TranscriptFolder()
  }

  @Test(.transcripts(record: .never)) func aGoldenBesideTheTestIsFound() {
    expectTranscript("thinking\r\nok\r\n", named: "statuses.txt")
    expectTranscript([0x00, 0xFF, 0x0A], named: "bytes.bin")
  }

  @Test func aFailureTellsTheFileTheChangeAndTheCommand() throws {
    try folder.write("status\tok\nend\n")
    withKnownIssue {
      folder.expect("status\tok\r\nend\n")
    } matching: {
      $0.says(
        """
        the transcript '\(folder.path)/__Transcripts__/Receipt-Tests/receipt.txt' has changed
        line 1, column 10, byte 9: 0x0d instead of 0x0a
        @@ -1,2 +1,2 @@
        -status␉ok
        +status␉ok␍
         end
        to accept: STATUS_TRANSCRIPTS=all swift test --filter \
        'StatusTestingTests\\.TranscriptExpectationTests/\
        aFailureTellsTheFileTheChangeAndTheCommand\\(\\)'
        """) && $0.sourceLocation?.fileID == "ShopTests/Receipt+Tests.swift"
    }
  }

  @Test func bothVersionsAreAttached() throws {
    let missing = try #require(folder.expectation("one").finding())
    #expect(missing.attachments.map(\.name) == ["actual-receipt.txt"])
    try folder.write("two")
    let changed = try #require(folder.expectation("one").finding())
    #expect(changed.attachments.map(\.name) == ["actual-receipt.txt", "expected-receipt.txt"])
    #expect(changed.attachments.map(\.bytes) == [Array("one".utf8), Array("two".utf8)])
    #expect(folder.expectation("two").finding()?.text == nil)
  }

  @Test func `the command's filter (in a shell) matches any name.`() {
    #expect(
      Test.current?.id.filter
        == "StatusTestingTests\\.TranscriptExpectationTests/"
        + "`the command.s filter \\(in a shell\\) matches any name\\.`\\(\\)")
  }

  @Test func aFailureIsBounded() throws {
    try folder.write((0..<2_000).map { "\($0)\n" }.joined())
    withKnownIssue {
      folder.expect((0..<2_000).map { "\($0 * 2 + 1) \n" }.joined())
    } matching: { issue in
      issue.says("more changed lines") && issue.comments.allSatisfy { $0.rawValue.count < 2_000 }
    }
  }

  @Test func textsThatAreEqualButNotTheSameDiffer() throws {
    try folder.write("caf\u{E9}")
    withKnownIssue { folder.expect("cafe\u{301}") }
  }

  @Test(
    .transcripts(record: .all),
    arguments: [
      "", ".", "..", "../receipt.txt", "a/b", "/etc/receipt", "a\0b", ".hidden", "a\\b", "a b",
      "a.", "caf\u{E9}", String(repeating: "a", count: 101),
    ])
  func aNameThatIsNoFileNameIsRefused(name: String) throws {
    withKnownIssue {
      folder.expect("one", named: name)
    } matching: {
      $0.severity == .error && $0.says("is not a name for a golden file")
    }
    #expect(try folder.files().isEmpty)
  }

  @Test func theFolderIsNamedAfterTheSource() {
    withKnownIssue {
      expectTranscript("", named: "../statuses.txt")
    } matching: {
      $0.says("'TranscriptExpectationTests/../statuses.txt' is not a name for a golden file")
    }
  }

  @Test(.transcripts(record: .all), arguments: ["receipt.txt", "Receipt.TXT"])
  func aNameBelongsToOneExpectation(name: String) throws {
    let ledger = TranscriptLedger()
    try folder.write("one")
    folder.expect("one", line: 1, ledger: ledger)
    withKnownIssue {
      folder.expect("two", named: name, line: 2, ledger: ledger)
    } matching: {
      $0.says("another expectation, at ShopTests/Receipt+Tests.swift:1:3, has the transcript")
        && $0.says("/receipt.txt'")
    }
    #expect(try folder.files().values.sorted() == ["one"])
    folder.expect("one", line: 1, ledger: ledger)
  }

  @Test(.transcripts(record: .all)) func aGoldenIsWrittenOnceInARun() throws {
    let ledger = TranscriptLedger()
    withKnownIssue {
      folder.expect("one", ledger: ledger)
    } matching: {
      $0.severity == .warning
    }
    folder.expect("one", ledger: ledger)
    withKnownIssue {
      folder.expect("two", ledger: ledger)
    } matching: {
      $0.severity == .error && $0.says("\n-one\n")
    }
    #expect(try folder.files().values.sorted() == ["one"])
  }

  @Test(.transcripts(record: .all)) func aGoldenThatCannotBeReadIsAnIssue() throws {
    try folder.createFolder("__Transcripts__/Receipt-Tests/receipt.txt")
    withKnownIssue {
      folder.expect("one")
    } matching: {
      $0.severity == .error && $0.says("can't use 'Receipt-Tests/receipt.txt': it is a folder")
    }
  }
}
