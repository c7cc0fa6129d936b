import Testing

@testable import StatusTesting

/// Without a trait around them.
@Suite struct TranscriptDefaultTests {
  @Test func whatIsMissingIsRecordedAndNothingElse() throws {
    let folder = try TranscriptFolder()
    #expect(folder.expectation("one").finding()?.severity == .warning)
    #expect(folder.expectation("two").finding()?.severity == .error)
    #expect(try folder.files().values.sorted() == ["one"])
  }

  @Test(.transcripts(record: .never), .simulated) func aSimulatedTestHasItsTraitToo() throws {
    let folder = try TranscriptFolder()
    #expect(folder.expectation("one").finding()?.severity == .error)
    #expect(try folder.files().isEmpty)
  }
}
