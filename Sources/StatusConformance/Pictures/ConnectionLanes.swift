import GoldenTranscripts
import ReferenceScenarios
import RunTimelines
import StatusStreaming

/// The lanes of one connection of a played scenario: its delivery, and the client at its far end.
struct ConnectionLanes {
  let connection: Playback.Connection
  /// What the connection followed; `nil` for all traces.
  let trace: TraceID?
  let publications: PublicationLanes
  /// The numbers of the last events that the client has, by trace.
  private var numbers: [TraceID: Int]
  private var cursor: [RunTimeline.Counter.Value] = []
  private var lag: [RunTimeline.Counter.Value] = []
  private var bytes: [RunTimeline.Counter.Value] = []

  /// - Parameter cursors: what the client had when it connected.
  init(
    _ connection: Playback.Connection, of trace: TraceID?, after cursors: [TraceID: Int],
    _ publications: PublicationLanes
  ) {
    self.connection = connection
    self.trace = trace
    self.publications = publications
    numbers = cursors
  }

  /// Adds the lanes.
  mutating func add(to timeline: inout RunTimeline) {
    let delivery = timeline.addLane("delivery to \(connection.fileName)")
    let client = timeline.addLane(connection.fileName)
    noteCounters(at: connection.began)
    var decoder = connection.format.wire.decoder(for: connection.bytes)
    var waitingSince = connection.began
    for write in connection.writes {
      addWait(from: waitingSince, until: write.began, to: delivery, &timeline)
      let observations = (try? decoder.decode(Array(connection.bytes[write.range]))) ?? []
      addArrivals(observations, of: write, to: client, &timeline)
      addSend(write, to: delivery, &timeline)
      waitingSince = write.ended ?? connection.ended
      bytes.append(.init(write.range.upperBound, at: waitingSince))
      noteCounters(at: waitingSince)
    }
    addWait(from: waitingSince, until: connection.ended, to: delivery, &timeline)
    timeline.add(connection.ending.picture(at: connection.ended), to: delivery)
    timeline.addCounter("cursor", cursor, to: delivery, until: connection.ended)
    noteLag()
    timeline.addCounter("events behind", lag, to: delivery, until: connection.ended)
    timeline.addCounter(
      "bytes", [.init(0, at: connection.began)] + bytes, to: client, until: connection.ended)
  }

  private func addWait(
    from start: Duration, until end: Duration, to lane: RunTimeline.Lane.ID,
    _ timeline: inout RunTimeline
  ) {
    guard end > start else { return }
    timeline.add(.init(.wait, "waits", "for something to deliver", at: start, until: end), to: lane)
  }

  /// Adds a bar for a write that takes time, or breaks off.
  private func addSend(
    _ write: Playback.Write, to lane: RunTimeline.Lane.ID, _ timeline: inout RunTimeline
  ) {
    guard let end = write.ended else {
      // What a close interrupts may have been written whole.
      guard write.range.count < write.size else { return }
      timeline.add(
        .init(
          .fault, "cut", "the connection is cut within a write", at: write.began,
          details: ["bytes": "\(write.range.count) of \(write.size)"]), to: lane)
      return
    }
    guard end > write.began else { return }
    timeline.add(
      .init(
        .work, "writes", "the connection takes its time to accept", at: write.began, until: end,
        details: ["bytes": "\(write.size)"]), to: lane)
  }

  private mutating func addArrivals(
    _ observations: [Observation], of write: Playback.Write, to lane: RunTimeline.Lane.ID,
    _ timeline: inout RunTimeline
  ) {
    let time = write.ended ?? write.began
    for observation in observations {
      switch observation {
      case .event(let event): addArrival(event, of: write, at: time, to: lane, &timeline)
      case .heartbeat: timeline.add(.init(.note, "♥", "heartbeat", at: time), to: lane)
      case .end: timeline.add(.init(.end, "end", "end of the connection", at: time), to: lane)
      case .cut:
        timeline.add(.init(.cancellation, "cut", "end before the trace's", at: time), to: lane)
      }
    }
  }

  private mutating func addArrival(
    _ event: ObservedEvent, of write: Playback.Write, at time: Duration,
    to lane: RunTimeline.Lane.ID, _ timeline: inout RunTimeline
  ) {
    guard let trace = event.trace ?? trace else { return }
    let last = numbers[trace] ?? 0
    var kind = RunTimeline.Event.Kind.arrival
    var number = last + 1
    if case .gap(let lost) = event.content {
      number = last + lost
      kind = .loss
    }
    number = event.sequence?.rawValue ?? number
    numbers[trace] = number
    let key = PublicationLanes.Key(trace: trace, number: SequenceNumber(rawValue: number))
    let isLoss = kind == .loss
    let label = self.trace == nil ? "\(trace) #\(number)" : "#\(number)"
    let id = timeline.add(
      .init(
        kind, label, isLoss ? event.content.picturedLine : "", at: time,
        details: ["bytes": "\(write.range.count)"]), to: lane)
    if !isLoss, let publication = publications.publications[key] {
      timeline.connect(publication, to: id)
    }
  }

  private mutating func noteCounters(at time: Duration) {
    cursor.append(.init(numbers.values.reduce(0, +), at: time))
  }

  /// Works out how far behind the client is, whenever something is published or arrives.
  private mutating func noteLag() {
    let followed = trace.map { [$0] } ?? publications.traces
    let published = followed.flatMap { publications.times[$0] ?? [] }.map(\.time)
      .filter { $0 <= connection.ended }
    var arrived = cursor[...]
    var count = 0
    for time in (published + cursor.map(\.time)).sorted() where time >= connection.began {
      while let next = arrived.first, next.time <= time {
        count = next.count
        arrived.removeFirst()
      }
      let newest = followed.map { publications.newest(of: $0, at: time) }.reduce(0, +)
      lag.append(.init(newest - count, at: time))
    }
  }
}

extension DeliveryEnding {
  /// The end of a delivery, as it is drawn.
  func picture(at time: Duration) -> RunTimeline.Event {
    switch self {
    case .finished: .init(.end, "finished", "the delivery is over", at: time)
    case .cancelled: .init(.cancellation, "cancelled", "the server closes", at: time)
    case .draining: .init(.cancellation, "drained", "the buffer drains", at: time)
    case .sinkStalled: .init(.timeout, "stalled", "a send took too long", at: time)
    case .sinkFailed(let error): .init(.failure, "failed", "the sink: \(error)", at: time)
    case .bufferFailed(let error): .init(.failure, "failed", "the buffer: \(error)", at: time)
    }
  }
}

extension Scenario.Format {
  /// What reads it.
  var wire: CaptureWire {
    switch self {
    case .terminal: .terminal
    case .eventStream(.agUI, _, _), .webSocket(.agUI): .agUI
    case .eventStream: .sse
    case .webSocket: .websocket
    }
  }
}
