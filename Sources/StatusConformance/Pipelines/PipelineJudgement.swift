import GoldenTranscripts
import StatusStreaming

/// What is wrong with a run of a pipeline, by everything that is promised of every run.
struct PipelineJudgement {
  let recording: PipelineRecording
  let observes: Projection
  let format: WireFormat
  let vocabulary: WireVocabulary
  let capabilities: Set<ConformanceCapability>
  let isExplored: Bool
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  init(
    of recording: PipelineRecording, observes: Projection, format: WireFormat,
    vocabulary: WireVocabulary, capabilities: Set<ConformanceCapability>, isExplored: Bool
  ) {
    self.recording = recording
    self.observes = observes
    self.format = format
    self.vocabulary = vocabulary
    self.capabilities = capabilities
    self.isExplored = isExplored
    // What happens once a run is given up from outside is nobody's doing.
    switch recording.interruption {
    case .escaped, .cut: return
    case .endless: judgeWhole()
    case nil:
      judgeWhole()
      for connection in recording.connections {
        let first = findings.count
        judge(connection)
        for index in first..<findings.count {
          findings[index].finding.viewer = connection.name
          findings[index].finding.trace = connection.run.map { recording.runs[$0].trace }
        }
      }
    }
    findings.sort { $0.rule < $1.rule }
  }

  mutating func note(_ rule: Int, _ finding: Finding?) {
    if let finding { findings.append((rule, finding)) }
  }

  private mutating func judgeWhole() {
    if let failure = recording.startFailure {
      note(
        102, Finding(expected: "a pipeline, ready to serve", seen: "it can't be made: \(failure)"))
    }
    for run in recording.runs {
      guard let refusal = run.refusal, !recording.isStopped else { continue }
      note(102, Finding(expected: "what is published to be taken", seen: refusal))
    }
    if recording.plan == .heldUp { note(403, heldUpAgent) }
    guard case .endless(let reason) = recording.interruption else { return }
    // Who is slow to take what is published may well come to an end.
    guard recording.runs.allSatisfy({ $0.isOver || recording.isStopped }) else { return }
    let open = recording.connections.contains { $0.ending == .open }
    note(
      open ? 206 : 604,
      Finding(
        expected: open
          ? "connections to end, or to be cut"
          : "the pipeline's tasks to end when they are cancelled",
        seen: reason))
  }

  /// An agent that waits until a viewer reads on, and all others with it.
  private var heldUpAgent: Finding? {
    // Who reads nothing may be given up after a second.
    let run = recording.runs.first { $0.slowest.duration >= .seconds(20) }
    return run.map { run in
      Finding(
        expected: "an agent that waits for no viewer",
        seen:
          "event \(run.slowest.event) was taken after \(run.slowest.duration) in which one read nothing"
      )
    }
  }

  private mutating func judge(_ connection: PipelineRecording.Connection) {
    let place = connection.failure.map { Violation.Place.byte($0.place.lowerBound) }
    if let failure = connection.failure {
      note(
        isBehindHeartbeat(connection.readings.count, in: connection) && failure.rule == 104
          ? 702 : rule(failure.rule, for: connection),
        Finding(
          expected: "bytes of the format", seen: "\(connection.name) reads \(failure.reason)",
          at: place))
    }
    judgeBytes(of: connection)
    guard let run = connection.run else { return judgeUnknownTrace(connection) }
    if connection.lacksID {
      return note(
        501,
        Finding(
          expected: "\(connection.name) to know the id of the event that it saw last",
          seen: "no event had an id"))
    }
    if connection.isForeign { return judgeForeign(connection, recording.runs[run]) }
    guard connection.failure == nil else { return }
    judgeEnding(of: connection, recording.runs[run])
    judgeEvents(of: connection, recording.runs[run])
    if vocabulary == .agUI { note(814, restatement(on: connection, recording.runs[run])) }
  }

  // MARK: Bytes

  private mutating func judgeBytes(of connection: PipelineRecording.Connection) {
    var view = ConnectionView(of: [], observes: observes)
    view.bytes = connection.bytes
    if format == .eventStream {
      note(704, view.nulInID)
      note(503, UnreadableBytes.orphanID(in: connection.bytes).map(Finding.init(orphanID:)))
    }
    if let end = connection.end, end < connection.bytes.count {
      note(
        202,
        Finding(
          expected: "nothing after the end of the connection",
          seen: view.quoted(end..<connection.bytes.count), at: .byte(end)))
    } else if !observes.contains(.traces), observes.contains(.ends) {
      note(202, excess(in: connection))
    }
    let epochs = connection.events(observes).map(\.event.epoch)
    if let other = epochs.first(where: { $0 != epochs[0] }) {
      note(
        505,
        Finding(
          expected: "events of one history",
          seen:
            "one of \(other?.description ?? "none") after one of \(epochs[0]?.description ?? "none")"
        ))
    }
    note(711, silence(in: connection))
    guard vocabulary == .agUI else { return }
    let reading = AGUIStreamReading(connection.bytes, format: format)
    for (rule, finding) in reading.findings.sorted(by: { $0.key < $1.key }) { note(rule, finding) }
  }

  private func excess(in connection: PipelineRecording.Connection) -> Finding? {
    guard let end = connection.readings.firstIndex(where: { $0.observation.isTerminal }) else {
      return nil
    }
    let late = connection.readings[(end + 1)...].first { reading in
      // An event there is judged as one that came late, twice or unexpected.
      if case .heartbeat = reading.observation { true } else { false }
    }
    return late.map { late in
      Finding(
        expected: "nothing after the terminal event",
        seen: "\(connection.name) reads \(late.observation.line)", at: .byte(late.place))
    }
  }

  /// A time in which a connection that was open showed no sign of life.
  private func silence(in connection: PipelineRecording.Connection) -> Finding? {
    guard isExplored, capabilities.contains(.heartbeats), !connection.isSlow,
      connection.ending != .endless
    else { return nil }
    let moments = [connection.began] + connection.moments
    let pauses = zip(moments, moments.dropFirst()).map { $1 - $0 }
    return pauses.firstIndex { $0 > .seconds(16) }.map { index in
      Finding(
        expected: "something on an idle connection every 15 seconds",
        seen: "\(connection.name) reads nothing for \(pauses[index])")
    }
  }

  // MARK: Connections that are about nothing

  private mutating func judgeUnknownTrace(_ connection: PipelineRecording.Connection) {
    switch connection.ending {
    case .endless where recording.isStopped:
      note(
        604,
        Finding(
          expected: "connections to end when the pipeline is stopped",
          seen: "that of \(connection.name), whose trace was never opened, stays open"))
    case .endless:
      note(
        506,
        Finding(
          expected: "\(connection.name), with an id, to be told that the trace is gone",
          seen: "its connection stays open"))
    // Who comes without an id may wait for the trace, and is let go of when the pipeline is stopped.
    case .closed
    where format == .eventStream && connection.lastEventID != nil
      && !connection.readings.contains { $0.observation.isEvent || $0.observation == .end }:
      note(
        506,
        Finding(
          expected: "\(connection.name), with an id, to be refused, since the trace is gone",
          seen: "a stream that ends without an event: an EventSource comes again for ever"))
    case .failed, .finished, .refused, .closed, .hungUp, .open: break
    }
    if let event = connection.events(observes).first {
      note(104, Finding(expected: "nothing of a trace that was never opened", seen: "\(event)"))
    }
  }

  /// Judges a connection with an id of another history: it is refused, or begins anew.
  private mutating func judgeForeign(
    _ connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) {
    guard let first = connection.events(observes).first else { return }
    let beginning = expected(of: run, after: .zero, like: connection).first
    guard first.unnumbered != beginning?.unnumbered, !first.isGap else { return }
    note(
      505,
      Finding(
        expected: "an id of another history to be refused, or all to be sent from the beginning",
        seen: "\(first), after the id \(connection.lastEventID ?? "")"))
  }
}

extension PipelineRecording.Connection {
  /// The events that were read, as far as the format shows them, apart from their times.
  func events(_ observes: Projection) -> [SeenEvent] {
    readings.compactMap { reading in
      guard case .event(let event) = reading.observation else { return nil }
      return event.projected(onto: observes.subtracting(.times)).map(SeenEvent.init)
    }
  }

  /// Notes that the decoder could not read on.
  mutating func fail(_ error: any Error, at place: Range<Int>, by decoder: some StatusDecoder) {
    let read = readings.map(\.observation)
    var view = ConnectionView(of: [], observes: [])
    view.bytes = bytes
    let range = place.clamped(to: bytes.indices)
    let rule = UnreadableBytes.rule(
      for: error, at: Array(bytes[range]), by: decoder,
      isEnded: read.contains(where: \.isTerminal), isClosed: read.contains(where: \.isEnd))
    failure = PipelineRecording.Failure(
      reason: view.quoted(range, by: decoder.format, with: error), rule: rule, place: place)
  }
}
