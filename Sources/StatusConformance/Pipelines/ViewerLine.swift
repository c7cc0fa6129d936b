import RunTimelines
import GoldenTranscripts
import StateLocking
import StatusStreaming

/// A viewer's end of a connection.
final class ViewerLine: Sendable {
  private struct State {
    var decoder: any StatusDecoder
    /// Why the viewer goes; `nil` while it stays.
    var departure: PipelineRecording.Connection.Ending?
    var last: Cursor?
    var events = 0
    var hasStalled = false
    /// When the connection was first seen to have nothing more to do.
    var mark: Duration?
    /// Whether the viewer reads nothing for a minute.
    var isHolding = false
    /// How much a slow viewer has read, and how many bytes since its last pause.
    var readings = 0
    var unpaused = 0
    /// How many of its trace's publications are drawn as arrived, or passed over.
    var drawn = 0
  }

  /// The place of its record.
  let index: Int
  private let visit: PipelineScene.Visit
  private let stage: Stage
  private let recorder: Recorder<PipelineRecording>
  private let state: Lock<State>

  init(
    _ visit: PipelineScene.Visit, _ index: Int, on stage: Stage,
    into recorder: Recorder<PipelineRecording>, decoder: any StatusDecoder
  ) {
    self.visit = visit
    self.index = index
    self.stage = stage
    self.recorder = recorder
    state = Lock(State(decoder: decoder))
  }

  /// The cursor that the viewer can come with next.
  var last: Cursor? { state.withLock { $0.last } }

  /// Whether an event was read.
  var hasSeenAny: Bool { state.withLock { $0.events > 0 } }

  /// Notes a moment, once, and each while the viewer reads nothing for a minute.
  func mark(_ now: Duration) -> Duration {
    state.withLock { state in
      let mark = state.isHolding ? now : state.mark ?? now
      state.mark = mark
      return mark
    }
  }

  /// Notes that the viewer goes.
  func leave(_ word: String) {
    depart(.hungUp, word)
  }

  /// Notes that nobody waits for the connection any more.
  func giveUp() {
    depart(.endless, "is given up")
  }

  private func depart(_ ending: PipelineRecording.Connection.Ending, _ word: String) {
    let isFirst = state.withLock { state in
      defer { state.departure = state.departure ?? ending }
      return state.departure == nil
    }
    guard isFirst else { return }
    recorder.update { recording in
      let connection = recording.connections[index]
      recording.timeline.append(
        "\(connection.name) \(word)", at: stage.clock.now,
        Drawing(
          in: connection.name, ending == .endless ? .timeout : .cancellation,
          ending == .endless ? "too long" : "leaves"))
      guard ending == .hungUp else { return }
      for other in recording.connections.indices where other != index {
        let isBeside = recording.connections[other].run == connection.run
        if isBeside, recording.connections[other].ending == .open {
          recording.connections[other].hasLostCompany = true
        }
      }
    }
  }

  /// Connects and reads to the end.
  func follow(_ trace: TraceID, _ lastEventID: String?, _ pipeline: PipelineUnderTest) async {
    var ending = PipelineRecording.Connection.Ending.closed
    do {
      switch try await pipeline.connect(trace, lastEventID).answer {
      case .finished: ending = .finished
      case .refused(let reason): ending = .refused(reason)
      case .stream(let follow):
        try await follow { [self] chunk in await take(chunk) }
        let finish = state.withLock { state in
          state.departure == nil ? Result { try state.decoder.finish() } : .success([])
        }
        switch finish {
        case .success(let more): record(more, at: 0)
        case .failure(let error):
          recorder.update { $0.connections[index].openEnd = "\(error)" }
        }
      }
    } catch {
      ending = .failed("\(error)")
    }
    let departure = state.withLock { $0.departure }
    recorder.update { recording in
      let now = stage.clock.now
      recording.connections[index].ending = departure ?? ending
      recording.connections[index].moments.append(now.elapsed)
      let name = recording.connections[index].name
      let run = recording.connections[index].run
      recording.connections[index].isAfterEnding = run.map { recording.runs[$0].isEnding } ?? true
      let isFailure = if case .failed = ending { departure == nil } else { false }
      recording.timeline.append(
        "\(name) ends: \(departure ?? ending)", at: now,
        Drawing(in: name, isFailure ? .failure : .end, "ends"))
    }
  }

  /// Takes a chunk of bytes.
  ///
  /// - Returns: whether the viewer reads on.
  private func take(_ chunk: [UInt8]) async -> Bool {
    let start = recorder.update { recording in
      recording.connections[index].moments.append(stage.clock.now.elapsed)
      defer { recording.connections[index].bytes += chunk }
      return recording.connections[index].bytes.count
    }
    let isRead = read(chunk, at: start)
    let (isGone, isFirst) = state.withLock { state in
      defer { state.hasStalled = true }
      return (state.departure != nil, !state.hasStalled)
    }
    if !isRead || isGone { return false }
    if let limit = visit.leavesAfter, state.withLock({ $0.events >= limit }) {
      leave("hangs up")
      return false
    }
    switch visit.reading {
    case .eager: break
    case .slow where isPaused(behind: chunk):
      try? await stage.clock.sleep(for: .milliseconds(stage.isReal ? 10 : 60))
    case .stalled where isFirst:
      try? await stage.clock.sleep(for: .milliseconds(stage.isReal ? 400 : 5_000))
    case .held where isFirst:
      state.withLock { $0.isHolding = true }
      try? await stage.clock.sleep(for: .seconds(60))
      state.withLock { $0.isHolding = false }
    case .slow, .stalled, .held: break
    }
    return true
  }

  /// Whether a slow viewer pauses: behind whatever it has read, and each few kilobytes of it, since there
  /// may be thousands of chunks of a few bytes.
  private func isPaused(behind chunk: [UInt8]) -> Bool {
    let readings = recorder.update { $0.connections[index].readings.count }
    return state.withLock { state in
      state.unpaused += chunk.count
      guard readings > state.readings || state.unpaused >= 4_096 else { return false }
      state.readings = readings
      state.unpaused = 0
      return true
    }
  }

  /// Decodes a chunk, line by line, so that it is known where each thing was.
  private func read(_ chunk: [UInt8], at start: Int) -> Bool {
    var rest = chunk[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
      let piece = Array(rest[..<end])
      let place = start + rest.startIndex
      rest = rest[end...]
      let result = state.withLock { state in
        let before = state.decoder
        return (Result { try state.decoder.decode(piece) }, before)
      }
      switch result.0 {
      case .success(let observations):
        record(observations, at: place)
        noteEnd(in: observations, piece, at: place, from: result.1)
      case .failure(let error):
        recorder.update { recording in
          let range = place..<(place + piece.count)
          recording.connections[index].fail(error, at: range, by: result.1)
        }
        leave("can't read on")
        return false
      }
    }
    return true
  }

  private func record(_ observations: [Observation], at place: Int) {
    guard !observations.isEmpty else { return }
    state.withLock { state in
      for case .event(let event) in observations {
        state.events += 1
        let isNumbered = state.decoder.observes.contains(.numbers)
        if isNumbered, let number = event.sequence { state.last = Cursor(number, in: event.epoch) }
      }
    }
    let last = self.last
    recorder.update { recording in
      recording.shown = last ?? recording.shown
      recording.connections[index].readings += observations.map {
        PipelineRecording.Reading(
          observation: $0, place: place, moment: stage.clock.now.elapsed)
      }
      for observation in observations {
        if case .event = observation {
          recording.connections[index].lastEvent = stage.clock.now.elapsed
        }
        let name = recording.connections[index].name
        let isDrawn = recording.timeline.isKept
        let drawing = isDrawn ? drawing(of: observation, in: recording) : Drawing(in: name)
        recording.timeline.append(
          "\(name) reads \(observation.line)", at: stage.clock.now, drawing)
      }
    }
  }

  private func drawing(
    of observation: Observation, in recording: PipelineRecording
  ) -> Drawing {
    let connection = recording.connections[index]
    switch observation {
    case .event(let event):
      let run = connection.run.map { recording.runs[$0] }
      var arrived: [Drawing.Publication] = []
      if event.arrivalKind != .loss, let trace = event.trace ?? run?.trace,
        let number = event.sequence?.rawValue ?? run.flatMap({ number(of: event, in: $0) })
      {
        arrived = [.init(trace: trace, number: number)]
      }
      let name = event.sequence == nil ? arrived.first.map { "#\($0.number)" } ?? "" : event.sign
      return Drawing(in: connection.name, event.arrivalKind, name, arrived: arrived)
    case .heartbeat: return Drawing(in: connection.name, .note, "♥")
    case .end: return Drawing(in: connection.name, .end, "end")
    case .cut: return Drawing(in: connection.name, .cancellation, "cut")
    }
  }

  /// The number of what arrives without one: that of the next publication that looks like it.
  private func number(of event: ObservedEvent, in run: PipelineRecording.Run) -> Int? {
    state.withLock { state in
      let observes = state.decoder.observes.subtracting(.times)
      let seen = event.projected(onto: observes).map(SeenEvent.init)
      let index = run.payloads.indices.dropFirst(state.drawn).first { index in
        let publication = StreamEvent(
          trace: run.trace, sequence: SequenceNumber(rawValue: index + 1),
          payload: run.payloads[index])
        return observes.observed(publication).map(SeenEvent.init) == seen
      }
      guard let index else { return nil }
      state.drawn = index + 1
      return index + 1
    }
  }

  private func noteEnd(
    in observations: [Observation], _ piece: [UInt8], at place: Int, from decoder: any StatusDecoder
  ) {
    guard observations.contains(where: \.isEnd) else { return }
    let end = WireReading.endOfConnection(in: piece, piece.indices, from: decoder)
    recorder.update { recording in
      recording.connections[index].end = recording.connections[index].end ?? place + end
    }
  }
}
