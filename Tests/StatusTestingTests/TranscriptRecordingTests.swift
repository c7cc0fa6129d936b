import Testing

@testable import StatusTesting

@Suite(.transcripts(record: .never)) struct TranscriptRecordingTests {
  static let golden = "__Transcripts__/Receipt-Tests/receipt.txt"

  let folder: TranscriptFolder

  init() throws {
    folder = try TranscriptFolder()
  }

  @Test(.transcripts(record: .missing)) func aMissingGoldenIsRecordedAndAChangedOneIsNot() throws {
    withKnownIssue {
      folder.expect("one\r\n")
    } matching: {
      $0.severity == .warning && $0.says("recorded the transcript '\(folder.path)/\(Self.golden)'")
    }
    #expect(try folder.files() == [Self.golden: "one\r\n"])
    folder.expect("one\r\n")
    withKnownIssue {
      folder.expect("two\r\n")
    } matching: {
      $0.severity == .error && $0.says("\n-one␍\n+two␍\n")
    }
    #expect(try folder.files() == [Self.golden: "one\r\n"])
  }

  @Test func theTraitOfASuiteIsThatOfItsTests() throws {
    withKnownIssue {
      folder.expect("one")
    } matching: {
      $0.severity == .error && $0.says("there is no transcript '\(folder.path)/\(Self.golden)'")
    }
    #expect(try folder.files().isEmpty)
  }

  @Test(.transcripts(record: .all)) func everythingIsRecordedIfAskedFor() throws {
    try folder.write("one\n")
    withKnownIssue {
      folder.expect("two\n")
    } matching: {
      $0.severity == .warning && $0.says("\n-one\n+two\n")
    }
    #expect(try folder.files() == [Self.golden: "two\n"])
    withKnownIssue { folder.expect("three\n", ["STATUS_TRANSCRIPTS": "missing"]) }
    withKnownIssue { folder.expect("three\n", ["STATUS_TRANSCRIPTS": "never"]) }
    #expect(try folder.files() == [Self.golden: "two\n"])
  }

  @Test func theEnvironmentCountsMoreThanATrait() throws {
    withKnownIssue { folder.expect("one", ["STATUS_TRANSCRIPTS": "missing"]) }
    #expect(try folder.files() == [Self.golden: "one"])
    withKnownIssue { folder.expect("two", ["STATUS_TRANSCRIPTS": "all"]) }
    #expect(try folder.files() == [Self.golden: "two"])
  }

  @Test(.transcripts(record: .all), arguments: ["", "ALL", "al"])
  func aValueOfTheEnvironmentThatMeansNothingIsAnIssue(value: String) throws {
    withKnownIssue {
      folder.expect("one", ["STATUS_TRANSCRIPTS": value])
    } matching: {
      $0.says("STATUS_TRANSCRIPTS is '\(value)', which is none of never, missing, all")
    }
    #expect(try folder.files().isEmpty)
  }

  @Test(.transcripts(record: .all), arguments: [[:], ["STATUS_TRANSCRIPTS": "all"]])
  func continuousIntegrationWritesNothing(variables: [String: String]) throws {
    let variables = variables.merging(["CI": ""]) { $1 }
    withKnownIssue {
      folder.expect("one", variables)
    } matching: {
      $0.severity == .error && $0.says("there is no transcript")
        && $0.says("env -u CI STATUS_TRANSCRIPTS=all swift test")
    }
    #expect(try folder.files().isEmpty)
    try folder.write("two")
    withKnownIssue {
      folder.expect("one", variables)
    } matching: {
      $0.severity == .error && $0.says("has changed")
    }
    #expect(try folder.files() == [Self.golden: "two"])
  }
}
