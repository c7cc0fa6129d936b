import GoldenTranscripts
import StateLocking
import StatusConformance
import StatusStreaming

/// A server that keeps a log for each trace and polls it for each viewer, with a bug of choice.
final class LogPipeline: Sendable {
  /// What is wrong with it.
  enum Bug: Sendable {
    case none
    case looksAtRandomMoments, reversesPages, endsBeforeTheTail, overlapsPages, greets
    case numbersByPage, endsWithoutAnEvent, beatsAfterTheEnd, putsTheEndFirst, tellsOfSuccess
    case forgetsAtTheEnd, neverCloses, tellsOfFailure, answersWhenStopped, mixesTraces
    case resumesInAllTraces, endsWithTheFirstViewer, resumesInclusively, numbersHeartbeats
    case subscribesAfterReading, ignoresEpochs, waitsForTheGone, countsTooFew, ignoresTheStop
    case beatsWithinAnEvent, writesRawBreaks, writesNULInIDs, losesSeparators, cutsCharacters
    case writesRawControls, masksFrames, neverBeats
    case remembersTheUnknown, skipsWhenResumed, foldsNames
    case waitsForTheKnownEpoch, answersTheGoneWithNothing, dropsInSilence, roundsNumbers
    case waitsForTheSlowest, keepsPlacesOfTheGone, mixesUpNames, decodesNames, cutsLargeEnds
    case tiresOfBeating, rotates, repeatsTheEnd, forgetsTheWaiting, answersAfterTheStop
    /// Not wrong: who comes after the stop is sent what there is.
    case servesAfterTheStop
  }

  private struct State {
    var logs: [TraceID: [StreamEvent]] = [:]
    /// Every event of every trace, as it came.
    var all: [StreamEvent] = []
    var isStopped = false
    /// The traces of which a viewer has gone.
    var deserted: Set<TraceID> = []
    /// What events were written as, by the name of the trace and the number.
    var written: [String: [UInt8]] = [:]
    /// How many viewers have a place.
    var places = 0
    /// How far the viewers of a trace have read, by their connections.
    var readers: [ObjectIdentifier: (trace: TraceID, next: Int)] = [:]
    /// When somebody was told that there is no such trace.
    var unknown: [TraceID: RunClock.Instant] = [:]
  }

  /// One viewer's place.
  private struct Place {
    var encoder: any StatusEncoder
    var next: Int
    var isEnded = false
    var isGreeted = false
    var quiet = Duration.zero
    var beats = 0
    var began: RunClock.Instant
    /// Whether the viewer came after the stop.
    var isLate = false
    /// What the viewer has been promised beside what it reads, and until when that is all there is.
    var horizon: Int?
    /// What is written before anything else.
    var opening: [UInt8] = []
  }

  /// Where a viewer's place is kept from one read to the next.
  private final class Kept: Sendable {
    private let value: Lock<Place>

    init(_ place: Place) {
      value = Lock(place)
    }

    var place: Place {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  private let bug: Bug
  private let clock: RunClock
  private let makeEncoder: @Sendable () -> any StatusEncoder
  private let garble: @Sendable (StreamEvent, [UInt8]) -> [UInt8]
  private let beat: [UInt8]
  private let state = Lock(State())
  private let epoch: Epoch?

  init(
    _ bug: Bug, on run: PipelineRun, epoch: Epoch?, beat: [UInt8] = [],
    encoder makeEncoder: @escaping @Sendable () -> any StatusEncoder,
    garbling garble: @escaping @Sendable (StreamEvent, [UInt8]) -> [UInt8] = { $1 }
  ) {
    self.bug = bug
    clock = run.clock
    self.makeEncoder = makeEncoder
    self.garble = garble
    self.beat = bug == .neverBeats ? [] : beat
    self.epoch = epoch
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest {
      self.publish($0)
    } connect: {
      self.connect($0, $1)
    } stop: {
      if self.bug != .ignoresTheStop { self.state.withLock { $0.isStopped = true } }
    }
  }

  /// What a trace's log is kept under.
  private func key(of trace: TraceID) -> TraceID {
    bug == .foldsNames ? (try? TraceID("\(trace)".lowercased())) ?? trace : trace
  }

  // MARK: Publishing

  private func publish(_ event: PipelineEvent) {
    state.withLock { state in
      switch event {
      case .open(let trace): state.logs[key(of: trace)] = []
      case .update(let update, let trace):
        append(.update(update), to: trace, &state)
        if bug == .mixesTraces {
          for other in state.logs.keys.sorted(by: { "\($0)" < "\($1)" })
          where other != trace && state.logs[other]?.last?.payload.isTerminal != true {
            append(.update(update), to: other, &state)
          }
        }
      case .finish(let outcome, let trace): append(payload(of: outcome), to: trace, &state)
      }
    }
  }

  private func payload(of outcome: TraceOutcome) -> StreamEvent.Payload {
    switch (bug, outcome) {
    case (.tellsOfSuccess, .failed(let message)): .complete(FinalAnswer(text: message))
    case (.roundsNumbers, .complete(let answer)) where answer.artifacts["numbers"] != nil:
      .complete(rounded(answer))
    case (.tellsOfFailure, .cancelled(let reason)): .failed(message: reason)
    default: outcome.payload
    }
  }

  /// The answer with whole numbers, as from a library that knows no others.
  private func rounded(_ answer: FinalAnswer) -> FinalAnswer {
    var artifacts = answer.artifacts
    artifacts["numbers"] = [0, 1234, -1, 42]
    return FinalAnswer(
      text: answer.text, route: answer.route, artifacts: artifacts, metadata: answer.metadata)
  }

  private func append(
    _ payload: StreamEvent.Payload, to trace: TraceID, _ state: inout State
  ) {
    let number = SequenceNumber(rawValue: (state.logs[key(of: trace)]?.count ?? 0) + 1)
    let event = StreamEvent(trace: trace, sequence: number, epoch: epoch, payload: payload)
    state.logs[key(of: trace), default: []].append(event)
    state.all.append(event)
  }

  // MARK: Viewers

  /// The name that stands in an address, decoded as that of a form; names have no spaces.
  private func decoded(_ trace: TraceID) -> TraceID {
    let name = "\(trace)".replacing("+", with: "_").replacing("%2F", with: "/")
    return (try? TraceID(name)) ?? trace
  }

  private func connect(_ name: TraceID, _ lastEventID: String?) -> PipelineConnection {
    let trace = bug == .decodesNames ? decoded(name) : name
    let cursor: Cursor
    do { cursor = try Cursor(lastEventID: lastEventID) } catch { return .refused("400") }
    let (log, isStopped) = state.withLock { ($0.logs[key(of: trace)], $0.isStopped) }
    if isStopped, bug != .answersAfterTheStop, bug != .servesAfterTheStop { return .refused("503") }
    if bug == .remembersTheUnknown, let told = state.withLock({ $0.unknown[trace] }),
      told.duration(to: clock.now) < .seconds(10)
    {
      return .refused("404")
    }
    guard let log else {
      state.withLock { $0.unknown[trace] = clock.now }
      if bug == .answersTheGoneWithNothing { return PipelineConnection { nil } }
      if bug == .waitsForTheKnownEpoch, cursor.epoch != epoch { return .refused("410") }
      if bug == .forgetsTheWaiting, cursor == .zero { return waiting(for: trace) }
      if bug == .waitsForTheGone || bug == .waitsForTheKnownEpoch {
        return PipelineConnection { () -> [UInt8]? in
          try await self.clock.sleep(for: .milliseconds(50))
          return []
        }
      }
      return .refused("404")
    }
    if cursor.epoch != epoch, cursor != .zero, bug != .ignoresEpochs { return .refused("410") }
    if cursor.number.rawValue > log.count { return .refused("409") }
    let hasAll = log.last?.payload.isTerminal == true && cursor.number.rawValue == log.count
    if hasAll, bug != .repeatsTheEnd { return .finished }
    let isFull = state.withLock { state in
      state.places += 1
      return state.places > 12
    }
    if isFull, bug == .keepsPlacesOfTheGone { return .refused("503") }
    var place = Place(
      encoder: makeEncoder(), next: cursor.number.rawValue, began: clock.now, isLate: isStopped)
    if cursor != .zero, bug == .resumesInclusively || hasAll { place.next -= 1 }
    if cursor != .zero, bug == .skipsWhenResumed, place.next + 1 < log.count { place.next += 1 }
    if bug == .forgetsAtTheEnd, cursor == .zero, log.last?.payload.isTerminal == true {
      place.next = log.count - 1
    }
    if bug == .subscribesAfterReading, cursor == .zero, !log.isEmpty { place.horizon = log.count }
    if cursor != .zero, place.encoder.needsSnapshots {
      var snapshot = TraceSnapshot(of: trace)
      for event in log.prefix(cursor.number.rawValue) { snapshot.apply(event) }
      try? place.encoder.encode(snapshot, into: &place.opening)
    }
    let kept = Kept(place)
    let usesAll = bug == .resumesInAllTraces && cursor != .zero
    state.withLock { state in
      state.deserted.remove(trace)
      state.readers[ObjectIdentifier(kept)] = (trace, place.next)
    }
    return PipelineConnection {
      try await self.read(trace, kept, fromAll: usesAll)
    } hangingUp: {
      let isEnded = kept.place.isEnded
      self.state.withLock { state in
        state.readers[ObjectIdentifier(kept)] = nil
        if isEnded || self.bug != .keepsPlacesOfTheGone { state.places -= 1 }
      }
      if !isEnded { self.state.withLock { _ = $0.deserted.insert(trace) } }
    }
  }

  /// Waits until the trace is opened, whatever else happens.
  private func waiting(for trace: TraceID) -> PipelineConnection {
    let kept = Kept(Place(encoder: makeEncoder(), next: 0, began: clock.now))
    return PipelineConnection { () -> [UInt8]? in
      while self.state.withLock({ $0.logs[trace] }) == nil {
        try await self.clock.sleep(for: .milliseconds(50))
      }
      return try await self.read(trace, kept, fromAll: false)
    }
  }

  private func read(
    _ trace: TraceID, _ kept: Kept, fromAll usesAll: Bool
  ) async throws -> [UInt8]? {
    while true {
      var place = kept.place
      defer { kept.place = place }
      if place.isEnded {
        if bug != .neverCloses { return nil }
        try await clock.sleep(for: .milliseconds(50))
        continue
      }
      let (log, isStopped, isDeserted) = state.withLock { state in
        let log = usesAll ? state.all.map { $0.moved(to: trace) } : state.logs[key(of: trace)] ?? []
        return (log, state.isStopped, state.deserted.contains(trace))
      }
      if bug == .rotates, place.began.duration(to: clock.now) > .seconds(120) { return nil }
      if isStopped, bug != .servesAfterTheStop || place.next >= log.count {
        place.isEnded = true
        let answers = bug == .answersWhenStopped || (bug == .answersAfterTheStop && place.isLate)
        return answers ? try end(trace, log.count, &place) : nil
      }
      if isDeserted, bug == .endsWithTheFirstViewer { return nil }
      if bug == .endsBeforeTheTail, log.last?.payload.isTerminal == true { return nil }
      if bug == .greets, !place.isGreeted {
        place.isGreeted = true
        return try encode(
          StreamEvent(
            trace: trace, sequence: 1, epoch: epoch, payload: .update(.thinking("Connected"))),
          &place)
      }
      let known = bug == .waitsForTheSlowest ? log.prefix(room(for: kept, trace)) : log[...]
      if let page = try page(of: Array(known), &place) { return page }
      try await clock.sleep(
        for: .milliseconds(bug == .looksAtRandomMoments ? .random(in: 30...70) : 50))
      place.quiet += .milliseconds(50)
      if let horizon = place.horizon, place.next >= horizon {
        // What came meanwhile is nobody's.
        place.horizon = nil
        place.next = max(place.next, state.withLock { $0.logs[trace]?.count ?? 0 } - 1)
      }
      if place.quiet >= .seconds(15), !beat.isEmpty, bug != .tiresOfBeating || place.beats < 20 {
        place.beats += 1
        place.quiet = bug == .beatsWithinAnEvent ? .seconds(15) : .zero
        if bug == .beatsWithinAnEvent { continue }
        return bug == .numbersHeartbeats
          ? Array("id: \(epoch.map { "\($0)-" } ?? "")9999\n\n".utf8) : beat
      }
    }
  }

  /// How many events there is room for in a ring of 64 for all viewers.
  private func room(for reader: Kept, _ trace: TraceID) -> Int {
    let place = reader.place
    return state.withLock { state in
      state.readers[ObjectIdentifier(reader)]?.next = place.isEnded ? .max : place.next
      let others = state.readers.values.filter { $0.trace == trace }.map(\.next)
      return (others.min() ?? 0).addingReportingOverflow(64).partialValue
    }
  }

  private func end(
    _ trace: TraceID, _ count: Int, _ place: inout Place
  ) throws -> [UInt8] {
    try encode(
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: count + 1), epoch: epoch,
        payload: .complete(FinalAnswer(text: "stopped"))), &place)
  }

  private func encode(_ event: StreamEvent, _ place: inout Place) throws -> [UInt8] {
    // An encoder refuses what follows the end.
    if bug == .putsTheEndFirst { place.encoder = makeEncoder() }
    let key = "\(event.trace)\(event.sequence)"
    if bug == .mixesUpNames, let bytes = state.withLock({ $0.written[key] }) { return bytes }
    var bytes: [UInt8] = []
    try place.encoder.encode(event, into: &bytes)
    if bug == .mixesUpNames { state.withLock { $0.written[key] = bytes } }
    return garble(event, bytes)
  }

  /// The bytes of what is new; `nil` if nothing is.
  private func page(of log: [StreamEvent], _ place: inout Place) throws -> [UInt8]? {
    // What is older than 160 events is gone.
    if bug == .dropsInSilence { place.next = max(place.next, log.count - 160) }
    let limit = place.horizon.map { min($0, log.count) } ?? log.count
    guard place.next < limit else { return nil }
    var events = Array(log[max(place.next, 0)..<limit])
    place.next = limit
    place.isEnded = events.contains(where: \.payload.isTerminal)
    if bug == .overlapsPages, events.count > 1, !place.isEnded { place.next -= 1 }
    events = tampered(events)
    var bytes = place.opening
    place.opening = []
    for event in events { bytes += try encode(event, &place) }
    if place.isEnded { place.encoder.encodeClose(into: &bytes) }
    if bug == .beatsWithinAnEvent, place.quiet >= .seconds(15) {
      let text = String(decoding: bytes, as: UTF8.self)
      if let data = text.firstRange(of: "data: {") {
        bytes = Array((text[..<data.upperBound] + "\n:\n\n" + text[data.upperBound...]).utf8)
      }
    }
    place.quiet = .zero
    if bug == .cutsLargeEnds, place.isEnded, bytes.count > 16_384 {
      // The end is taken for that of the record in hand.
      bytes.removeLast(bytes.count % 16_384)
    }
    if bug == .beatsAfterTheEnd, place.isEnded { bytes += beat }
    return bytes
  }

  private func tampered(_ page: [StreamEvent]) -> [StreamEvent] {
    var events = page
    switch bug {
    case .reversesPages where events.count > 1:
      let last = events.last?.payload.isTerminal == true ? events.removeLast() : nil
      events = events.reversed() + (last.map { [$0] } ?? [])
    case .putsTheEndFirst where events.count > 1 && events[events.count - 1].payload.isTerminal:
      events.swapAt(events.count - 1, events.count - 2)
    case .endsWithoutAnEvent: events.removeAll(where: \.payload.isTerminal)
    case .numbersByPage:
      events = events.enumerated().map { index, event in
        StreamEvent(
          trace: event.trace, sequence: SequenceNumber(rawValue: index + 1), epoch: epoch,
          payload: event.payload)
      }
    case .countsTooFew where events.count > 60:
      let lost = events.count - 50
      let last = events[lost - 1]
      events.removeFirst(lost)
      events.insert(
        StreamEvent(
          trace: last.trace, sequence: last.sequence, epoch: epoch, payload: .gap(lost: lost - 1)),
        at: 0)
    default: break
    }
    return events
  }
}

extension StreamEvent {
  /// The event as one of another trace.
  fileprivate func moved(to trace: TraceID) -> StreamEvent {
    StreamEvent(trace: trace, sequence: sequence, epoch: epoch, payload: payload)
  }
}
