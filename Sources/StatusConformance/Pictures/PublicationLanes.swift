import GoldenTranscripts
import RunTimelines
import StatusStreaming

/// The lanes of a picture above its viewers': what was published, and what a buffer keeps of it.
struct PublicationLanes {
  /// The event of a publication, by trace and number.
  struct Key: Hashable {
    let trace: TraceID
    let number: SequenceNumber
  }

  /// Where arrows begin.
  private(set) var publications: [Key: RunTimeline.Event.ID] = [:]
  /// The traces, in the order in which they begin.
  private(set) var traces: [TraceID] = []
  /// When each event was published, by trace in order of the numbers.
  private(set) var times: [TraceID: [(number: SequenceNumber, time: Duration)]] = [:]

  /// Adds a lane for each trace, and one for the buffer.
  ///
  /// - Parameters:
  ///   - events: what was published, by time.
  ///   - starts: when traces were opened; the beginning of the run, unless said otherwise.
  ///   - capacity: how many updates of a trace the buffer keeps; `nil` for all.
  init(
    of events: [StreamEvent], startingAt starts: [TraceID: Duration] = [:], capacity: Int?,
    in timeline: inout RunTimeline
  ) {

    for event in events where times[event.trace] == nil {
      traces.append(event.trace)
      times[event.trace] = []
    }
    for trace in traces {
      let own = events.filter { $0.trace == trace }
      addAgent(of: trace, own, from: starts[trace] ?? .zero, to: &timeline)
    }
    addBuffer(for: traces, capacity: capacity, to: &timeline)
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
      publications[Key(trace: trace, number: event.sequence)] = id
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
        while !open.isEmpty { close(0, .cancellation, "never", at: time) }
      }
      guard case .update(let update) = event.payload, let id = update.roadmapStepID else {
        continue
      }
      let index = open.firstIndex { $0.id == id }
      switch (update.roadmapStepStatus, index) {
      case (.running, nil): open.append((id, update.message ?? "", time))
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
    for traces: [TraceID], capacity: Int?, to timeline: inout RunTimeline
  ) {
    guard !traces.isEmpty else { return }
    let lane = timeline.addLane("buffer")
    var held: [RunTimeline.Counter.Value] = []
    var counts: [TraceID: Int] = [:]
    let appends = traces.flatMap { trace in
      (times[trace] ?? []).map { (trace: trace, number: $0.number, time: $0.time) }
    }.sorted { $0.time < $1.time }
    for append in appends {
      let isEnd = times[append.trace]?.last?.number == append.number
      let count = counts[append.trace, default: 0] + 1
      let id = Key(trace: append.trace, number: append.number)
      if let capacity, !isEnd, count > capacity {
        let dropped = append.number.rawValue - capacity
        let loss = timeline.add(
          .init(
            .loss, "#\(dropped)", "dropped, to make room for #\(append.number)", at: append.time),
          to: lane)
        if let publication = publications[id] { timeline.connect(publication, to: loss) }
      } else {
        counts[append.trace] = count
      }
      held.append(.init(counts.values.reduce(0, +), at: append.time))
    }
    timeline.addCounter("events held", [.init(0, at: .zero)] + held, to: lane)
  }

  /// How many events of a trace had been published at a time.
  func newest(of trace: TraceID, at time: Duration) -> Int {
    times[trace]?.last { $0.time <= time }?.number.rawValue ?? 0
  }
}
