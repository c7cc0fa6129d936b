import GoldenTranscripts
public import ReferenceScenarios
public import RunTimelines
public import StatusStreaming

/// The lanes of a picture above its viewers': what was published, and what a buffer keeps of it.
struct PublicationLanes {
  /// The event of a publication, by trace and number.
  struct Key: Hashable {
    let trace: TraceID
    let number: SequenceNumber
  }

  /// Where arrows begin.
  private(set) var publications: [Key: RunTimeline.Event.ID] = [:]
  /// The terminal events among them.
  private var ends: Set<Key> = []
  /// The traces, in the order in which they begin.
  private(set) var traces: [TraceID] = []
  /// When each event was published, by trace in order of the numbers.
  private(set) var times: [TraceID: [(number: SequenceNumber, time: Duration)]] = [:]

  /// Adds a lane for each trace, and one for the buffer.
  ///
  /// - Parameters:
  ///   - events: what was published, by time.
  ///   - starts: when traces were opened; the beginning of the run, unless said otherwise.
  ///   - configuration: what the buffer keeps; `nil` for all.
  init(
    of events: [StreamEvent], startingAt starts: [TraceID: Duration] = [:],
    keptBy configuration: StatusBuffer.Configuration?, in timeline: inout RunTimeline
  ) {
    for event in events where times[event.trace] == nil {
      traces.append(event.trace)
      times[event.trace] = []
    }
    for trace in traces {
      let own = events.filter { $0.trace == trace }
      addAgent(of: trace, own, from: starts[trace] ?? .zero, to: &timeline)
    }
    addBuffer(configuration, startingAt: starts, to: &timeline)
  }

  private mutating func addAgent(
    of trace: TraceID, _ events: [StreamEvent], from start: Duration,
    to timeline: inout RunTimeline
  ) {
    let lane = timeline.addLane("agent of \(trace)")
    addSteps(events, from: start, to: lane, &timeline)
    for event in events {
      let time = start + event.time
      let id = timeline.add(event.picture(at: time), to: lane)
      let key = Key(trace: trace, number: event.sequence)
      publications[key] = id
      if event.payload.isTerminal { ends.insert(key) }
      times[trace]?.append((event.sequence, time))
    }
  }

  /// Adds a bar for each step, from where it runs to where it has ended; one that never does goes on
  /// until the end of the run.
  private func addSteps(
    _ events: [StreamEvent], from start: Duration, to lane: RunTimeline.Lane.ID,
    _ timeline: inout RunTimeline
  ) {
    var open: [(id: Int, message: String, time: Duration)] = []
    func close(_ index: Int, _ kind: RunTimeline.Event.Kind, _ end: String, at time: Duration) {
      let step = open.remove(at: index)
      timeline.add(
        .init(
          kind, "step \(step.id)", step.message, at: step.time, until: time,
          details: ["ended": end]),
        to: lane)
    }
    for event in events {
      let time = start + event.time
      if event.payload.isTerminal {
        // Only a stop ends what goes on.
        let kind: RunTimeline.Event.Kind =
          if case .cancelled = event.payload { .cancellation } else { .work }
        while !open.isEmpty { close(0, kind, "never", at: time) }
      }
      guard case .update(let update) = event.payload, let id = update.roadmapStepID else {
        continue
      }
      let index = open.firstIndex { $0.id == id }
      switch (update.roadmapStepStatus, index) {
      case (.running, nil):
        // The update beside it has the whole.
        let message = update.message ?? ""
        open.append((id, message.count > 60 ? message.prefix(60) + "…" : message, time))
      case (.ok, let index?): close(index, .work, "ok", at: time)
      case (.error, let index?): close(index, .failure, "error", at: time)
      case (.running, _?), (.ok, nil), (.error, nil), (nil, _): break
      }
    }
    while !open.isEmpty {
      close(0, .work, "not yet", at: start + (events.last?.time ?? .zero))
    }
  }

  private func addBuffer(
    _ configuration: StatusBuffer.Configuration?, startingAt starts: [TraceID: Duration],
    to timeline: inout RunTimeline
  ) {
    guard !traces.isEmpty else { return }
    let lane = timeline.addLane("buffer")
    var buffer = BufferLane(capacity: configuration?.capacity)
    for trace in traces {
      for (number, time) in times[trace] ?? [] {
        let key = Key(trace: trace, number: number)
        buffer.append(
          .init(trace: trace, number: number.rawValue), isEnd: ends.contains(key), at: time,
          publications[key])
      }
    }
    if let configuration { expire(by: configuration, startingAt: starts, in: &buffer) }
    buffer.add(to: &timeline, in: lane)
  }

  /// Lets finished traces expire as a buffer does: when another is opened or finished.
  private func expire(
    by configuration: StatusBuffer.Configuration, startingAt starts: [TraceID: Duration],
    in buffer: inout BufferLane
  ) {
    let finished = traces.compactMap { trace -> (trace: TraceID, end: Duration)? in
      guard let last = times[trace]?.last,
        ends.contains(Key(trace: trace, number: last.number))
      else { return nil }
      return (trace, last.time)
    }.sorted { $0.end < $1.end }
    let sweeps = (traces.map { starts[$0] ?? .zero } + finished.map(\.end)).sorted()
    var kept = finished[...]
    for now in sweeps {
      let ended = kept.prefix { $0.end <= now }
      var count = ended.prefix { now - $0.end >= configuration.retention }.count
      count = max(count, ended.count - configuration.maximumFinishedTraces)
      for (trace, end) in kept.prefix(count) {
        buffer.clear(
          trace, at: now,
          drawing: .init(
            .loss, "expired", "\(trace) is gone", at: now, details: ["ended": "\(end)"]))
      }
      kept = kept.dropFirst(count)
    }
  }

  /// How many events of a trace had been published at a time.
  func newest(of trace: TraceID, at time: Duration) -> Int {
    times[trace]?.last { $0.time <= time }?.number.rawValue ?? 0
  }
}

extension RunTimeline {
  /// The timeline of a scenario: its agents, its buffer, and each connection's delivery and client.
  ///
  /// - Parameters:
  ///   - scenario: what was played.
  ///   - events: what its agents published, as ``Scenario/events(on:)`` returns it.
  ///   - playback: what its viewers got.
  public init(of scenario: Scenario, _ events: [StreamEvent], _ playback: Playback) {
    self.init(title: scenario.name, summary: scenario.summary)
    let starts = Dictionary(
      scenario.runs.map { ($0.trace, $0.start) }, uniquingKeysWith: { first, _ in first })
    let publications = PublicationLanes(
      of: events, startingAt: starts, keptBy: scenario.buffer, in: &self)
    var connections = playback.connections[...]
    for (viewer, names) in zip(scenario.viewers, scenario.fileNames) {
      var trace: TraceID?
      var cursors: [TraceID: Int] = [:]
      if case .trace(let id, let cursor) = viewer.subject {
        trace = id
        cursors[id] = cursor.number.rawValue
      }
      for name in names where connections.first?.fileName == name {
        let connection = connections.removeFirst()
        var lanes = ConnectionLanes(connection, of: trace, after: cursors, publications)
        lanes.add(to: &self)
        cursors = connection.cursors.mapValues(\.number.rawValue)
      }
    }
  }

  /// The timeline of what agents published, with nobody who watches.
  ///
  /// - Parameters:
  ///   - title: what it is called.
  ///   - events: the events of all traces, each trace's in order; traces begin together.
  public init(title: String, of events: [StreamEvent]) {
    self.init(
      title: title, summary: "What was published, with the time since its trace was opened.")
    _ = PublicationLanes(of: events, keptBy: nil, in: &self)
  }
}
