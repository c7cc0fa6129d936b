import RunTimelines
import GoldenTranscripts
import StatusStreaming
import WireDecoding

extension SinkTrial {
  func perform(
    _ plan: SinkPlan, on stage: Stage, into recorder: Recorder<SinkRecording>
  ) async {
    let scripts = acts(for: plan, on: stage)
    let views = scripts.map { acts in
      ConnectionView(of: acts.flatMap(\.events), observes: observes)
    }
    recorder.update { $0.views = views }
    let faults = faults(for: plan, on: stage)
    let connections = scripts.indices.map { index in
      WireConnection(
        index, isOnlyOne: scripts.count == 1, on: stage, into: recorder, decoder: makeDecoder(),
        faults: faults)
    }
    let tasks = zip(scripts, connections).map { acts, connection in
      let task = stage.spawn("the viewer's connection") {
        await drive(acts, of: plan, over: connection)
      }
      connection.whenCancelled { task.cancel() }
      return task
    }
    let watch = watch(plan, connections[0], on: stage)
    for task in tasks { _ = try? await task.value }
    watch?.cancel()
    connections[0].countHeld()
    await end(connections, on: stage)
    let size = recorder.update { $0.views.first?.bytes.count ?? 0 }
    if plan == .plain, size > 1 {
      let cuts = (0..<6).map { _ in 1 + stage.next(below: size - 1) }.sorted()
      recorder.update { $0.cuts = cuts }
    }
  }

  private func faults(for plan: SinkPlan, on stage: Stage) -> WireFaults {
    switch plan {
    case .cut: WireFaults(failing: stage.next(below: 6))
    case .cancelled:
      WireFaults(
        cancelling: stage.next(below: 8), takesCancelledWrites: stage.next(below: 2) == 1)
    case .stalled: WireFaults(stalling: stage.next(below: 5))
    case .flooded:
      WireFaults(
        stalling: stage.next(below: 3), recovery: stage.isReal ? .milliseconds(50) : .seconds(5))
    default: WireFaults()
    }
  }

  /// What looks at a connection that stalls, and ends it.
  private func watch(
    _ plan: SinkPlan, _ connection: WireConnection, on stage: Stage
  ) -> RunTask<Void>? {
    guard plan == .stalled else { return nil }
    return stage.spawn("what watches the connection") {
      try await stage.clock.sleep(for: stage.isReal ? .milliseconds(50) : .seconds(5))
      connection.countHeld()
      connection.note(
        "the connection's task is cancelled", Drawing(in: "connection", .cancellation, "cancelled"))
      connection.cancel()
      try await stage.clock.sleep(for: stage.patience(.seconds(30)))
      connection.update { $0.isStuck = true }
      connection.note(
        "the call has still not returned; the connection breaks",
        Drawing(in: "connection", .timeout, "stuck"))
      connection.release()
    }
  }

  /// Ends what the sinks have left behind.
  func end(_ connections: [WireConnection], on stage: Stage) async {
    for connection in connections {
      connection.close()
      connection.update { [hasTasks = connection.hasTasks] in $0.hasTasks = hasTasks }
    }
    if connections.contains(where: \.hasTasks) {
      try? await stage.clock.sleep(for: stage.isReal ? .milliseconds(20) : .seconds(1))
    }
    for connection in connections {
      connection.cancelTasks()
      connection.release()
    }
  }

  /// Does with a sink what a monitor does: one call after the other, no further send once the task
  /// is cancelled, and nothing once a call has thrown.
  private func drive(
    _ acts: [SinkAct], of plan: SinkPlan, over connection: WireConnection
  ) async {
    // Some write each byte by itself.
    let sizes = acts.flatMap(\.events).map { 20 + $0.textSize / 10 }
    connection.stage.allow(work: sizes.reduce(0, +))
    if plan == .lengths { connection.stage.allow(work: 10_000) }
    let toleratesErrors = plan == .oversize || plan == .refusals
    var sink = await makeSink(Wire(connection: connection))
    connection.noteMaking()
    for act in acts {
      var isAlive = true
      switch act {
      case .wait(let duration):
        try? await connection.stage.clock.sleep(for: duration)
      case .send, .batch, .heartbeat, .sized, .snapshot:
        if Task.isCancelled { continue }
        if connection.hasRunLong {
          connection.forget(act.events[...])
          continue
        }
        isAlive = await drive(act, to: &sink, over: connection, toleratesErrors)
      case .close:
        isAlive = await close(&sink, of: plan, over: connection)
      }
      guard isAlive || toleratesErrors else { return }
    }
  }

  private func drive(
    _ act: SinkAct, to sink: inout Sink, over connection: WireConnection, _ toleratesErrors: Bool
  ) async -> Bool {
    switch act {
    case .send(let event):
      await send(event, to: &sink, over: connection, toleratesErrors: toleratesErrors)
    case .batch(let events):
      await send(events, to: &sink, over: connection, toleratesErrors: toleratesErrors)
    case .sized(let size):
      await send(
        sized(size, over: connection), to: &sink, over: connection,
        toleratesErrors: toleratesErrors)
    case .heartbeat: await connection.call(.heartbeat) { try await sink.heartbeat() }
    case .snapshot(let snapshot): await show(snapshot, to: &sink, over: connection)
    case .wait, .close: true
    }
  }

  private func show(
    _ snapshot: TraceSnapshot, to sink: inout Sink, over connection: WireConnection
  ) async -> Bool {
    connection.update { $0.standing = snapshot }
    guard sink.needsSnapshots else { return true }
    return await connection.call(.snapshot(snapshot.cursor)) { try await sink.send(snapshot) }
  }

  private func sized(_ size: Int, over connection: WireConnection) -> StreamEvent {
    connection.update { view in
      var frames = WebSocketWireFrameDecoder(reader: .client)
      frames.feed(Array(view.bytes.prefix(1_000)))
      let first = try? frames.next()
      let overhead = (first?.payload.count ?? 0) - 10
      let update = StatusUpdate.thinking(String(repeating: "a", count: max(1, size - overhead)))
      let event = StreamEvent(
        trace: "run-1", sequence: SequenceNumber(rawValue: view.events.count + 1),
        payload: .update(update))
      view.events.append(event)
      return event
    }
  }
}

extension WireConnection {
  /// Notes how many events were accepted and how many written, unless that has been done.
  func countHeld() {
    update { view in
      guard view.backlog == nil else { return }
      let accepted = view.calls.reduce(0) { $0 + $1.accepted.count }
      view.backlog = .init(accepted: accepted, seen: view.seen.count)
    }
  }

  /// Notes that the sink is made.
  func noteMaking() {
    update { $0.made = stage.clock.now.elapsed }
  }

  /// Whether the rest of a run is to be left out: a sink may be slow on purpose.
  var hasRunLong: Bool { stage.clock.now.elapsed > .seconds(40) }

  /// Takes events from those that the viewer is to be sent.
  func forget(_ events: ArraySlice<StreamEvent>) {
    update { view in view.events.removeAll { events.contains($0) } }
  }

  /// Calls the sink and notes what becomes of it.
  ///
  /// - Returns: Whether it did not throw.
  func call(
    _ kind: ConnectionView.Call.Kind, _ operation: () async throws -> Void
  ) async -> Bool {
    await call(kind) {
      try await operation()
      return nil
    }.hasReturned
  }

  /// Calls the sink and notes what becomes of it.
  ///
  /// - Returns: Whether it did not throw, and how many events it says that it has accepted.
  func call(
    _ kind: ConnectionView.Call.Kind, _ operation: () async throws -> Int?
  ) async -> (hasReturned: Bool, count: Int?) {
    let number = update { view in
      view.calls.append(.init(kind: kind, began: stage.clock.now.elapsed))
      return view.calls.count - 1
    }
    let call = "call \(number)"
    let offered = update { $0.calls[number].offered }
    note(
      "\(kind) is called",
      Drawing(
        in: "sink", offered.first?.kind ?? .work, kind.sign, opening: call,
        published: offered.map(Drawing.Publication.init)))
    do {
      let count = try await operation()
      update { view in
        view.calls[number].outcome = .returned
        view.calls[number].count = count
      }
      note(
        "\(kind) returns\(count.map { " \($0)" } ?? "")",
        Drawing(in: "sink", offered.first?.kind ?? .work, kind.sign, closing: call))
      return (true, count)
    } catch {
      update { $0.calls[number].outcome = .threw("\(error)") }
      note("\(kind) throws: \(error)", Drawing(in: "sink", .failure, kind.sign, closing: call))
      return (false, nil)
    }
  }
}

extension ConnectionView.Call.Kind: CustomStringConvertible {
  /// The call, where there is little room.
  fileprivate var sign: String {
    switch self {
    case .send(let event): "#\(event.sequence)"
    case .batch(let events): events.last.map { "to #\($0.sequence)" } ?? "none"
    case .snapshot: "state"
    case .heartbeat: "♥"
    case .close: "close"
    }
  }

  /// The call as it is written.
  var description: String {
    switch self {
    case .send(let event): "send(\(event.label))"
    case .batch(let events):
      switch events.count {
      case 1: "send(contentsOf: \(events[0].label))"
      default:
        "send(contentsOf: \(events.count) events, \(events[0].label) "
          + "to #\(events[events.count - 1].cursor))"
      }
    case .snapshot(let cursor): "send(the snapshot after #\(cursor))"
    case .heartbeat: "heartbeat()"
    case .close: "close()"
    }
  }
}

extension StreamEvent {
  /// The trace, the number and what it says, in one line; cut where it is long.
  fileprivate var label: String {
    let text = "\(SeenEvent(self))"
    return text.count > 160 ? "\(text.prefix(160))…" : text
  }
}
