internal import GoldenTranscripts
internal import StatusConformance
internal import StatusStreaming

/// Judges a captured stream by the rules that it can show.
package struct CheckCommand: Subcommand {
  /// What the user types.
  package static let name = "check"
  /// What it does.
  package static let summary = "Judge a captured stream by the rules that it can show"
  /// The options that it takes.
  package static let options =
    [OptionSyntax.wire, .events, .resumeAfter] + ReportOptions.syntax
  /// It takes the capture.
  package static let operandLimit = 1

  private let capture: String
  private let wire: CaptureWire
  private let events: String?
  private let cursor: Cursor
  private let report: ReportOptions

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    report = try ReportOptions(arguments)
    guard let wire = try arguments.choice(of: .wire, as: CaptureWire.self) else {
      throw UsageError(
        "check needs --wire \(CaptureWire.allCases.map(\.rawValue).alternatives)")
    }
    self.wire = wire
    guard let capture = arguments.operands.first, !capture.isEmpty else {
      throw UsageError("check needs a capture: a file, or - for standard input")
    }
    self.capture = capture
    events = try arguments.path(of: .events)
    if capture == "-", events == "-" {
      throw UsageError("the capture and the events can't both come from standard input")
    }
    guard report.waivers != "-" || (capture != "-" && events != "-") else {
      throw UsageError("the waivers and a stream can't both come from standard input")
    }
    cursor = try arguments.cursor(of: .resumeAfter)
    try report.output.check(besides: [capture, events])
  }

  /// Reads the files, judges, and shows what came of it.
  package func execute(on console: Console) throws -> ExitStatus {
    let waivers = try report.prepare(on: console)
    let events = try events.map { path in
      let input = InputReader(path: path, interruption: console.interruption)
      return try listing(input.readAll(), from: input.name).events
    }
    let input = InputReader(path: capture, interruption: console.interruption)
    let stream: Capture
    do {
      stream = try Capture(input.readAll(), of: wire)
    } catch let error as CaptureError {
      throw CommandFailure("\(input.name) can't be judged as \(wire.rawValue): \(error)", .data)
    }
    // A capture that may have been stopped before the first event is to show none only where there is none.
    let isEmpty = events?.allSatisfy { $0.sequence <= cursor.number } ?? false
    guard isEmpty || stream.hasEvents || (events != nil && stream.isWhole) else {
      throw CommandFailure(
        "\(input.name) has no event in it: is it a stream for \(wire.rawValue), and whole?", .data)
    }
    let verdicts = stream.report(
      name: capture == "-" ? "stdin" : String(capture.split(separator: "/").last ?? "capture"),
      path: capture == "-" ? nil : capture, against: events, after: cursor)
    return try report.write(ConformanceSummary([verdicts]), waiving: waivers, on: console)
  }

  private func listing(_ bytes: [UInt8], from name: String) throws -> EventListing {
    do {
      return try EventListing(parsing: bytes, path: name)
    } catch {
      throw CommandFailure("no events to compare with: \(error)", .data)
    }
  }

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream check --wire FORMAT [OPTION]… CAPTURE|-

    Judges a stream that was captured from any server, by the rules of conformance
    that it can show, and says which it can't show and why. What belongs to HTTP is
    understood: the head that 'curl -i' prints, redirections before it, and chunks.

      curl -sN localhost:8080/runs/1/events | status-stream check --wire sse -

    Options of check:
      --wire FORMAT    What the stream was written for: sse and websocket in either
                       profile, terminal, jsonl, or ag-ui. A WebSocket's is what the
                       server sends after the handshake, as bytes or as a listing of
                       frames (Fixtures/README.md). ag-ui takes any producer of
                       AG-UI: server-sent events, a WebSocket's messages, or a log
                       with one event on each line.
      --events FILE    What was published, as a file of events (events.jsonl).
                       Without it only that is judged which a stream shows by
                       itself: numbers, ends, steps, format, framing and encoding.
      --resume-after ID
                       The id that the client came with; without it the stream has
                       to begin with the first event.
    \(ReportOptions.help)

    Exit status: 0 every rule that can be judged holds or is waived; 1 a rule is
    broken, or a waiver is stale; 64 the command line is wrong; 65 the input is no
    such stream, no events or no waivers; 74 input or output failed; 130
    interrupted; 143 terminated.

    """
}

extension OptionSyntax {
  static let wire = OptionSyntax("--wire", .value)
  fileprivate static let events = OptionSyntax("--events", .value)
}
