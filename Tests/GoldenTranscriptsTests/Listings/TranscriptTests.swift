import GoldenTranscripts
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  @Test("name their files after what they hold")
  func names() {
    let names: [(TranscriptFile.Kind, String?, String)] = [
      (.events, nil, "events.jsonl"), (.terminal, nil, "terminal.txt"),
      (.referenceStream, nil, "reference.sse"), (.resumableStream, "1", "resumable.1.sse"),
      (.webSocket, "slow", "websocket.slow.frames"),
      (.resumableWebSocket, "1", "resumable.1.frames"), (.agUIStream, nil, "ag-ui.sse"),
      (.agUIWebSocket, "2", "ag-ui.2.frames"),
    ]
    for (kind, label, name) in names {
      #expect(kind.fileName(label: label) == name)
      #expect(TranscriptFile(name: name, bytes: []).kind == kind)
    }
    let foreign = ["", "events", "events.txt", "Terminal.txt", "x.sse", "resumable..sse"]
    for name in foreign {
      #expect(TranscriptFile.Kind(fileName: name) == nil, "\(name)")
    }
  }

  @Test("find a file by the bytes of its name")
  func look() {
    var transcript = Transcript(scenario: "s", files: [.init(name: "\u{E9}", bytes: [1])])
    transcript.append(.init(name: "e\u{301}", bytes: [2]))
    #expect(transcript["e\u{301}"]?.bytes == [2])
    #expect(transcript["e"] == nil)
  }
}
