import DeterministicSimulation
import Dispatch
import StatusStreaming
import Testing

@Suite("A delivery that is given its sink, or lent it with time-outs")
struct GivenSinkTests {
  private struct Outcome: Equatable {
    var ending: String
    var cursor: Cursor
    var calls: [String]
    /// When the delivery returned, in seconds.
    var time: Int64
  }

  private typealias Monitor = StatusMonitor<StatusBuffer, VirtualClock>

  /// Delivers a trace of which events are published at the first instant, to a sink that is given away
  /// and to one that is lent, which has to be the same.
  ///
  /// - Parameters:
  ///   - events: how many updates there are.
  ///   - cancellation: when the caller is cancelled, in seconds.
  ///   - makeSink: makes the sink.
  private func deliver(
    events: Int = 2, isFinished: Bool = false, cancelledAt cancellation: Int? = nil,
    sendTimeout: Duration? = nil, heartbeats: Duration? = nil,
    _ makeSink: @escaping @Sendable (VirtualClock) -> GivenSink
  ) throws -> Outcome {
    let given = try outcome(
      events: events, isFinished: isFinished, cancelledAt: cancellation, heartbeats: heartbeats
    ) { monitor in
      let (delivery, sink) = await monitor.deliver(
        "a", to: makeSink(monitor.clock), sendTimeout: sendTimeout)
      return (delivery.ending, delivery.cursor, sink.calls)
    }
    let lent = try outcome(
      events: events, isFinished: isFinished, cancelledAt: cancellation, heartbeats: heartbeats
    ) { monitor in
      var sink = makeSink(monitor.clock)
      let delivery = await monitor.deliver("a", to: &sink, sendTimeout: sendTimeout)
      return (delivery.ending, delivery.cursor, sink.calls)
    }
    #expect(lent == given)
    return given
  }

  private func outcome(
    events: Int = 1, isFinished: Bool = false, cancelledAt cancellation: Int?,
    heartbeats: Duration? = nil,
    _ deliver: @escaping @Sendable (Monitor) async -> (DeliveryEnding, Cursor?, [String])
  ) throws -> Outcome {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      for _ in 0..<events { try buffer.append(.thinking("x"), to: "a") }
      if isFinished { try buffer.finish("a", with: .failed(message: "")) }
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: heartbeats, clock: sim.clock)
      let clock = sim.clock
      let viewer = sim.spawn("viewer") {
        let (ending, cursor, calls) = await deliver(monitor)
        return Outcome(
          ending: ending.name, cursor: cursor ?? .zero, calls: calls,
          time: VirtualClock.Instant.zero.duration(to: clock.now).components.seconds)
      }
      if let cancellation {
        try await clock.sleep(for: .seconds(cancellation))
        viewer.cancel()
      }
      return await viewer.value
    }
  }

  @Test("gives it back, with all that a trace has")
  func end() throws {
    let outcome = try deliver(isFinished: true) { GivenSink(clock: $0) }
    #expect(outcome.ending == "finished")
    #expect(outcome.calls == ["send 1 at 0", "send 2 at 0", "send 3 at 0", "close at 0"])
  }

  @Test("says whether the output can be ended properly, with all that there was in it")
  func intactOutput() throws {
    var delivery = try simulate { sim in
      let monitor = StatusMonitor(buffer: StatusBuffer(clock: sim.clock), clock: sim.clock)
      var sink = GivenSink(clock: sim.clock)
      return await monitor.deliver("a", after: 1, to: &sink)
    }
    func check(_ ending: DeliveryEnding) throws {
      delivery.ending = ending
      try delivery.requireIntactOutput()
    }
    for ending in [.finished, .draining] as [DeliveryEnding] { try check(ending) }
    #expect(throws: CancellationError.self) { try check(.cancelled) }
    #expect(throws: StalledSink.self) { try check(.sinkStalled) }
    #expect(throws: GivenSink.Broken.self) { try check(.sinkFailed(GivenSink.Broken())) }
    #expect(throws: GivenSink.Broken.self) { try check(.bufferFailed(GivenSink.Broken())) }
  }

  @Test("leaves a sink that was lent as the delivery has made it")
  func lending() throws {
    struct Writer: ByteWriter {
      var text = ""

      mutating func write(_ bytes: [UInt8]) { text += String(decoding: bytes, as: UTF8.self) }
    }
    let outcome = try outcome(isFinished: true, cancelledAt: nil) { monitor in
      var sink = EventStreamSink(profile: .resumable, writer: Writer())
      let delivery = await monitor.deliver("a", to: &sink, sendTimeout: .seconds(1))
      let lines = sink.writer.text.split(separator: "\n").filter { $0.hasPrefix("id:") }
      return (delivery.ending, delivery.cursor, lines.map { String($0) })
    }
    #expect(outcome.ending == "finished")
    #expect(outcome.calls == ["id: 1", "id: 2"])
  }

  @Test("closes it outside of the cancelled task")
  func cancellation() throws {
    let outcome = try deliver(cancelledAt: 7) { GivenSink(clock: $0, closing: .takes(.seconds(2))) }
    #expect(outcome.ending == "cancelled")
    #expect(outcome.calls == ["send 1 at 0", "send 2 at 0", "close at 7"])
    #expect(outcome.time == 9)
  }

  @Test("does not touch it if its caller is cancelled from the start")
  func earlyCancellation() throws {
    let outcome = try outcome(cancelledAt: 0) { monitor in
      try? await monitor.clock.sleep(for: .seconds(1))
      let (delivery, sink) = await monitor.deliver("a", to: GivenSink(clock: monitor.clock))
      return (delivery.ending, delivery.cursor, sink.calls)
    }
    #expect(outcome.ending == "cancelled")
    #expect(outcome.calls == [])
  }

  @Test("tells that closing failed")
  func failedClosing() throws {
    let outcome = try deliver(cancelledAt: 7) { GivenSink(clock: $0, closing: .fails) }
    #expect(outcome.ending == "sinkFailed(Broken())")
    let atEnd = try deliver(isFinished: true) { GivenSink(clock: $0, closing: .fails) }
    #expect(atEnd.ending == "sinkFailed(Broken())")
    #expect(atEnd.cursor.number.rawValue == 3)
  }

  @Test("waits five seconds for closing, and tells that it took longer")
  func stalledClosing() throws {
    let outcome = try deliver(cancelledAt: 7) {
      GivenSink(clock: $0, closing: .takes(.seconds(60)))
    }
    #expect(outcome.ending == "sinkStalled")
    #expect(outcome.time == 12)
  }

  @Test("takes closing that comes to its end in spite of the time-out as done")
  func stubbornClosing() throws {
    let outcome = try deliver(cancelledAt: 7) {
      GivenSink(clock: $0, closing: .stubborn(.seconds(60)))
    }
    #expect(outcome.ending == "cancelled")
    #expect(outcome.time == 67)
  }

  @Test("is not cancelled while it closes")
  func cancelledClosing() throws {
    let outcome = try deliver(isFinished: true, cancelledAt: 1) {
      GivenSink(clock: $0, closing: .takes(.seconds(3)))
    }
    #expect(outcome.ending == "finished")
    #expect(outcome.time == 3)
  }

  @Test("ends in time when a send stalls, and does nothing more")
  func stall() throws {
    let outcome = try deliver(sendTimeout: .seconds(10)) {
      GivenSink(clock: $0, sending: [2: .takes(.seconds(3_600))])
    }
    #expect(outcome.ending == "sinkStalled")
    #expect(outcome.cursor == Cursor(1))
    #expect(outcome.calls == ["send 1 at 0", "send 2 at 0"])
    #expect(outcome.time == 10)
  }

  @Test("waits for a stalled send that ignores its cancellation, and counts it")
  func stubbornStall() throws {
    let outcome = try deliver(events: 3, sendTimeout: .seconds(10)) {
      GivenSink(clock: $0, sending: [2: .stubborn(.seconds(25))])
    }
    #expect(outcome.ending == "sinkStalled")
    #expect(outcome.cursor == Cursor(2))
    #expect(outcome.calls == ["send 1 at 0", "send 2 at 0"])
    #expect(outcome.time == 25)
  }

  @Test("has finished if the send that stalled was the last, and was accepted after all")
  func stalledEnd() throws {
    let outcome = try deliver(isFinished: true, sendTimeout: .seconds(10)) {
      GivenSink(clock: $0, sending: [3: .stubborn(.seconds(25))])
    }
    #expect(outcome.ending == "finished")
    #expect(outcome.calls.last == "close at 25")
  }

  @Test("times each send by itself, and silence not at all")
  func slowness() throws {
    let outcome = try deliver(events: 3, cancelledAt: 500, sendTimeout: .seconds(10)) {
      GivenSink(
        clock: $0,
        sending: [1: .takes(.seconds(9)), 2: .takes(.seconds(9)), 3: .takes(.seconds(9))])
    }
    #expect(outcome.ending == "cancelled")
    #expect(
      outcome.calls == ["send 1 at 0", "send 2 at 9", "send 3 at 18", "close at 500"])
  }

  @Test("times heartbeats as it times sends")
  func heartbeats() throws {
    let outcome = try deliver(sendTimeout: .seconds(10), heartbeats: .seconds(15)) {
      GivenSink(clock: $0, beating: .takes(.seconds(3_600)))
    }
    #expect(outcome.ending == "sinkStalled")
    #expect(outcome.calls.last == "heartbeat at 15")
    #expect(outcome.time == 25)
  }

  @Test("is stopped by whichever comes first, the time-out or the caller's cancellation")
  func reasons() throws {
    let sending: [Int: GivenSink.Behaviour] = [2: .stubborn(.seconds(30))]
    let cancelled = try deliver(events: 3, cancelledAt: 9, sendTimeout: .seconds(10)) {
      GivenSink(clock: $0, sending: sending)
    }
    #expect(cancelled.ending == "cancelled")
    #expect(cancelled.calls.last == "close at 30")
    let stalled = try deliver(events: 3, cancelledAt: 11, sendTimeout: .seconds(10)) {
      GivenSink(clock: $0, sending: sending)
    }
    #expect(stalled.ending == "sinkStalled")
    #expect(stalled.calls.last == "send 2 at 0")
  }

  @Test("ends in one of the two ways if both come at once")
  func race() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("x"), to: "a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let clock = sim.clock
      let viewer = sim.spawn("viewer") {
        let (delivery, sink) = await monitor.deliver(
          "a", to: GivenSink(clock: clock, sending: [1: .takes(.seconds(20))]),
          sendTimeout: .seconds(10))
        return sink.calls + [delivery.ending.name]
      }
      try await clock.sleep(for: .seconds(10))
      viewer.cancel()
      let calls = await viewer.value
      #expect(calls == ["send 1 at 0", "cancelled"] || calls == ["send 1 at 0", "sinkStalled"])
      #expect(clock.now == .zero.advanced(by: .seconds(10)))
    }
  }

  @Test("of all traces closes its sink as well")
  func allTraces() throws {
    let outcome = try outcome(cancelledAt: 5) { monitor in
      let (delivery, sink) = await monitor.deliverAll(
        to: GivenSink(clock: monitor.clock), sendTimeout: .seconds(1))
      return (delivery.ending, delivery.cursor["a"], sink.calls)
    }
    #expect(outcome.ending == "cancelled")
    #expect(outcome.cursor == Cursor(1))
    #expect(outcome.calls == ["send 1 at 0", "close at 5"])
  }

  @Test("calls its sink outside of the caller's actor", arguments: [nil, Duration.seconds(60)])
  func isolation(sendTimeout: Duration?) async throws {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.append(.thinking("x"), to: "a")
    try buffer.finish("a", with: .failed(message: ""))
    let monitor = StatusMonitor(buffer: buffer)
    let caller = Caller()
    #expect(await caller.give(PlaceSink(), to: monitor, sendTimeout) == [false, false])
    #expect(await caller.lend(PlaceSink(), to: monitor) == [true, true])
  }

  /// An actor whose work is done on a queue of its own.
  private actor Caller {
    private nonisolated let executor = QueueExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor {
      unsafe executor.asUnownedSerialExecutor()
    }

    func give(
      _ sink: PlaceSink, to monitor: StatusMonitor<StatusBuffer, ContinuousClock>,
      _ sendTimeout: Duration?
    ) async -> [Bool] {
      await monitor.deliver("a", to: sink, sendTimeout: sendTimeout).sink.isOnQueue
    }

    func lend(
      _ sink: PlaceSink, to monitor: StatusMonitor<StatusBuffer, ContinuousClock>
    ) async -> [Bool] {
      var sink = sink
      _ = await monitor.deliver("a", to: &sink)
      return sink.isOnQueue
    }
  }

  private final class QueueExecutor: SerialExecutor {
    static let key = DispatchSpecificKey<Bool>()
    private let queue = DispatchQueue(label: "caller")

    init() { queue.setSpecific(key: Self.key, value: true) }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
  }

  /// A sink that notes whether its calls are made on the queue of the caller's actor.
  private struct PlaceSink: StatusSink {
    private(set) var isOnQueue: [Bool] = []

    mutating func send(_: StreamEvent) async {
      isOnQueue.append(DispatchQueue.getSpecific(key: QueueExecutor.key) == true)
    }
  }
}
