import Foundation
import Testing
import status_stream

/// Captured streams, judged by the command.
@Suite struct CheckCommandTests {
  private static func path(_ name: String) -> String { fixtureURL("Captures/\(name)").path }

  @Test func namesWhatHoldsWhatIsBrokenAndWhatCantBeJudged() async throws {
    let good = try await FinishedCommand.run([
      "check", "--wire", "sse", "--events", Self.path("run.events.jsonl"),
      Self.path("good-curl-i.sse"),
    ])
    #expect(good.status == 0, "\(good.errorText)")
    let lines = good.outputText.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("102 nothing is lost") && $0.hasSuffix("pass") })
    #expect(lines.contains { $0.hasSuffix("  calls within the server are not on the wire") })

    let broken = try await FinishedCommand.run([
      "check", "--wire=websocket", Self.path("masked.websocket"),
    ])
    #expect(broken.status == 1)
    #expect(broken.outputText.contains("pipeline masked.websocket: rule 710: frames are legal"))
  }

  @Test func readsFromAPipe() async throws {
    let script = """
      cat '\(Self.path("lost.sse"))' | "$0" check --wire sse --format json \
        --events '\(Self.path("run.events.jsonl"))' -
      """
    let command = try await RunningCommand(script: script).finish()
    #expect(command.status == 1)
    #expect(command.outputText.contains("\"name\" : \"stdin\""))
    let events = """
      "$0" check --wire sse --events - '\(Self.path("good-resumable.sse"))' \
        <'\(Self.path("run.events.jsonl"))'
      """
    #expect(try await RunningCommand(script: events).finish().status == 0)
  }

  @Test(arguments: ["\n", ": beat\n\n", "HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\n"])
  func aCaptureWithoutEventsShowsNothing(text: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), to: "stream")
    let command = try await FinishedCommand.run([
      "check", "--wire", "sse", "--events", Self.path("run.events.jsonl"), "\(folder.path)/stream",
    ])
    #expect(command.status == 65, "\(command.outputText)")
    #expect(command.errorText.contains("has no event in it"))
  }

  @Test func transformedMessagesAreRefused() async throws {
    let head = """
      HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\
      Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n
      """
    let folder = try TemporaryFolder()
    try folder.write(Array(head.utf8) + [0xC1, 0x02, 0x4B, 0x00], to: "stream")
    let command = try await FinishedCommand.run([
      "check", "--wire", "websocket", "\(folder.path)/stream",
    ])
    #expect(command.status == 65)
    #expect(command.errorText.contains("by the extension 'permessage-deflate'"))
  }

  @Test(arguments: [#"{"text":"busy"}"#, #"{"status":"running"}"#, #"{"status":"ok"}"#])
  func activitiesOfOtherProducersAreTheirs(content: String) async throws {
    let lines = [
      #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":"1.0"}"#,
      #"{"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":\#(content)}"#,
      #"{"type":"RUN_FINISHED","threadId":"t","runId":"r"}"#,
    ]
    let folder = try TemporaryFolder()
    try folder.write(Array(lines.map { "data: \($0)\n\n" }.joined().utf8), to: "stream")
    try folder.write(Array(lines.map { "\($0)\n" }.joined().utf8), to: "log")
    for name in ["stream", "log"] {
      let command = try await FinishedCommand.run([
        "check", "--wire", "ag-ui", "\(folder.path)/\(name)",
      ])
      #expect(command.status == 0, "\(command.errorText)")
    }
  }

  @Test func namesPlacesOnlyInFilesThatAreJudgedAsTheyStand() async throws {
    let capture = try Array(Data(contentsOf: fixtureURL("Captures/not-json.sse")))
    let head = Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".utf8)
    let folder = try TemporaryFolder()
    for (bytes, isPlaced) in [(capture, true), (head + capture, false)] {
      try folder.write(bytes, to: "stream")
      let command = try await FinishedCommand.run([
        "check", "--wire", "sse", "--format", "sarif", "\(folder.path)/stream",
      ])
      #expect(command.status == 1)
      #expect(command.outputText.contains("byteOffset") == isPlaced)
    }
  }

  @Test func judgesAnyProducerOfAGUI() async throws {
    let good = try await FinishedCommand.run([
      "check", "--wire", "ag-ui", Self.path("good-chat.ag-ui.jsonl"),
    ])
    #expect(good.status == 0, "\(good.errorText)")
    let broken = try await FinishedCommand.run([
      "check", "--wire", "ag-ui", "--format", "json", Self.path("content.ag-ui.sse"),
    ])
    #expect(broken.status == 1)
    #expect(broken.outputText.contains("the message 'm1' to be open"))
    let refused = try await FinishedCommand.run([
      "check", "--wire", "ag-ui", Self.path("protobuf.ag-ui.sse"),
    ])
    #expect(refused.status == 65)
  }

  @Test func writesEveryFormatAndTakesWaivers() async throws {
    let folder = try TemporaryFolder()
    func waivers(_ rule: Int) throws {
      let text = """
        {"format": "status-conformance-waivers", "version": 1, "waivers": [
          {"rule": \(rule), "subject": "pipeline", "reason": "known", "until": "9999-12-31"}]}
        """
      try folder.write(Array(text.utf8), to: "waivers.json")
    }
    let words = ["check", "--wire", "sse", Self.path("hole-alone.sse")]
    let sarif = try await FinishedCommand.run(
      words + ["--format", "sarif", "--output", "\(folder.path)/report.sarif"])
    #expect(sarif.status == 1)
    let log = String(decoding: try #require(folder["report.sarif"]), as: UTF8.self)
    #expect(log.contains("hole-alone.sse\"") && log.contains("\"ruleId\" : \"105\""))
    let junit = try await FinishedCommand.run(words + ["--format", "junit"])
    #expect(junit.status == 1)
    #expect(junit.outputText.hasPrefix("<?xml"))
    try waivers(105)
    let options = ["--waivers", "\(folder.path)/waivers.json"]
    let waived = try await FinishedCommand.run(words + options)
    #expect(waived.status == 0)
    #expect(waived.outputText.contains("is waived until 9999-12-31: known"))
    try waivers(704)
    let stale = try await FinishedCommand.run(words + options)
    #expect(stale.status == 1)
    #expect(
      stale.outputText.contains("the waiver of rule 704 for pipeline is stale: the rule holds"))
  }

  @Test(arguments: [
    (
      "../SeedDocument/transcript.txt", [], "has no event in it: is it a stream for sse, and whole?"
    ),
    ("status-404.sse", [], "can't be judged as sse: the response has status 404"),
    ("good.jsonl", ["--events", path("verdicts.json")], "no events to compare with: "),
  ])
  func refusesInput(name: String, options: [String], message: String) async throws {
    let wire = name.hasSuffix("jsonl") ? "jsonl" : "sse"
    let command = try await FinishedCommand.run(
      ["check", "--wire", wire] + options + [Self.path(name)])
    #expect(command.status == 65)
    #expect(command.errorText.contains(message), "\(command.errorText)")
    #expect(command.output.isEmpty)
  }

  @Test(arguments: [
    ("good-resumable.sse", ["websocket", "terminal", "jsonl"], "-sent events: say --wire sse"),
    ("good.ag-ui.sse", ["sse", "terminal"], "events of AG-UI: say --wire ag-ui"),
    ("good-chat.ag-ui.jsonl", ["jsonl", "sse"], "lines with events of AG-UI: say --wire ag-ui"),
    ("good.jsonl", ["sse", "terminal", "ag-ui"], "lines of JSON: say --wire jsonl"),
    ("good.terminal", ["sse", "jsonl", "websocket"], "a terminal's frame: say --wire terminal"),
    ("masked.websocket", ["terminal", "jsonl", "sse"], "of a WebSocket: say --wire websocket"),
  ])
  func namesTheFormatOfWhatIsAnother(name: String, wires: [String], message: String) async throws {
    for wire in wires {
      let command = try await FinishedCommand.run(["check", "--wire", wire, Self.path(name)])
      #expect(command.status == 65, "\(wire)")
      #expect(command.errorText.contains("it begins as "), "\(wire): \(command.errorText)")
      #expect(command.errorText.contains(message), "\(wire): \(command.errorText)")
    }
  }

  @Test func refusesAnUnknownVersion() async throws {
    let folder = try TemporaryFolder()
    let header = #"{"format":"status-stream-events","version":2}"# + "\n"
    try folder.write(Array(header.utf8), to: "new")
    let command = try await FinishedCommand.run(["check", "--wire", "jsonl", "\(folder.path)/new"])
    #expect(command.status == 65)
    #expect(command.errorText.contains("no other than 1 is known"), "\(command.errorText)")
  }

  @Test func showsTheEventThatCantBeRead() async throws {
    let folder = try TemporaryFolder()
    let update =
      #"{"status":"ok","message":null,"roadmap_step_id":null,"roadmap_step_status":null,"roadmap":null}"#
    let first = "id: 1\nevent: update\ndata: \(update)\n\n"
    let text = first + "id: 2\nevent: progress\ndata: {\"a\":1}\n\n"
    try folder.write(Array(text.utf8), to: "stream")
    let command = try await FinishedCommand.run(["check", "--wire", "sse", "\(folder.path)/stream"])
    #expect(command.status == 1)
    #expect(command.outputText.contains("event: progress"), "\(command.outputText)")
    #expect(command.outputText.contains("data: {"), "\(command.outputText)")
    try folder.write(Array(first.replacing("id: 1", with: "id: 7").utf8), to: "stream")
    let resumed = try await FinishedCommand.run(["check", "--wire", "sse", "\(folder.path)/stream"])
    #expect(resumed.outputText.contains("--resume-after"), "\(resumed.outputText)")
  }

  @Test func replacesNoInput() async throws {
    let folder = try TemporaryFolder()
    let capture = try Array(Data(contentsOf: fixtureURL("Captures/good-resumable.sse")))
    let events = try Array(Data(contentsOf: fixtureURL("Captures/run.events.jsonl")))
    try folder.write(capture, to: "stream")
    try folder.write(events, to: "events")
    let (stream, list) = ("\(folder.path)/stream", "\(folder.path)/events")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link", withDestinationPath: stream)
    try FileManager.default.linkItem(atPath: stream, toPath: "\(folder.path)/twin")
    let check = ["check", "--wire", "sse", "--events", list, stream, "--output"]
    for words in [
      check + [stream], check + ["\(folder.path)/link"], check + ["\(folder.path)/./twin"],
      check + [list], ["timeline", list, "--output", list],
      ["simulate", "--merge", list, "--output", list],
      ["conformance", "--waivers", list, "--output", list],
    ] {
      let command = try await FinishedCommand.run(words)
      #expect(command.status == 64, "\(words)")
      #expect(command.errorText.contains("would replace its own input, '"), "\(command.errorText)")
    }
    #expect(folder["stream"] == capture && folder["events"] == events)
  }

  @Test func writesThroughALink() async throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "report")
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "\(folder.path)/report")
    let command = try await FinishedCommand.run([
      "check", "--wire", "sse", Self.path("good-resumable.sse"), "--output", link,
    ])
    #expect(command.status == 0)
    #expect(folder["report"]?.isEmpty == false)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link).hasSuffix("report"))
  }

  @Test(arguments: ["", "/missing.sse"])
  func saysWhatItCantRead(name: String) async throws {
    let folder = try TemporaryFolder()
    let command = try await FinishedCommand.run(["check", "--wire", "sse", folder.path + name])
    #expect(command.status == 74)
    #expect(command.errorText.contains("can't read '/"), "\(command.errorText)")
  }

  @Test(arguments: [
    (["check", "x"], "check needs --wire sse, websocket, terminal, jsonl or ag-ui"),
    (["check", "--wire", "http", "x"], "unknown wire 'http': expected sse, websocket"),
    (["check", "--wire", "sse"], "check needs a capture: a file, or - for standard input"),
    (["check", "--wire", "sse", "a", "b"], "unexpected argument 'b'"),
    (["check", "--wire", "sse", "--events", "-", "-"], "the capture and the events can't both"),
    (["check", "--wire", "sse", "--events=", "a"], "--events is empty: expected a file"),
    (["check", "--wire=sse", "--resume-after=x y", "a"], "--resume-after 'x y': expected the"),
  ])
  func refuses(words: [String], message: String) throws {
    let error = #expect(throws: UsageError.self) { try Request(arguments: words) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func explainsItself() throws {
    guard case .show(let help) = try Request(arguments: ["check", "--help"]) else {
      Issue.record("expected help")
      return
    }
    #expect(CheckCommand.options.allSatisfy { help.contains("  \($0.name) ") })
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 98 })
  }
}
