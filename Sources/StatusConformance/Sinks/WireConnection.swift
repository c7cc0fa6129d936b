import RunTimelines
import GoldenTranscripts
import StateLocking
import StatusStreaming

/// One end of a wire and what is noted there: the calls of the sink above it, and the writes.
final class WireConnection: Sendable {
  private struct State {
    var decoder: any StatusDecoder
    var writesInProgress = 0
    var hasFailed = false
    /// Whether the task that calls the sink is cancelled.
    var isCallCancelled = false
    var hasRefused = false
    var isClosed = false
    var isReleased = false
    /// Whether all that was to be done with the sink has been.
    var isDone = false
    var cancel: (@Sendable () -> Void)?
    var tasks: [@Sendable () -> Void] = []
    /// How many writes may still take seconds.
    var slowWrites: Int
    var occurrences: Set<SinkSituation> = []
  }

  let stage: Stage
  private let recorder: Recorder<SinkRecording>
  private let faults: WireFaults
  private let index: Int
  private let label: String
  private let state: Lock<State>
  /// What the sink's tasks share on it.
  private let writer: UInt64

  /// - Parameters:
  ///   - index: which of the run's connections it is.
  ///   - isOnlyOne: whether there is no other.
  init(
    _ index: Int, isOnlyOne: Bool, on stage: Stage, into recorder: Recorder<SinkRecording>,
    decoder: some StatusDecoder, faults: WireFaults
  ) {
    self.stage = stage
    self.recorder = recorder
    self.faults = faults
    self.index = index
    label = isOnlyOne ? "" : "connection \(index + 1): "
    writer = numberOfResource("writer", "\(index)")
    state = Lock(State(decoder: decoder, slowWrites: faults.slowWrites))
  }

  func note(
    _ text: @autoclosure () -> String,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "connection")
  ) {
    recorder.note(at: stage.clock.now, label + text(), drawing().within(label))
  }

  /// Changes what is recorded of the connection.
  func update<Result: Sendable>(_ change: (inout ConnectionView) -> Result) -> Result {
    stage.clock.recordAccess(toResource: writer, isWrite: true)
    return recorder.update { change(&$0.views[index]) }
  }

  /// How many bytes are on the wire.
  var size: Int { update { $0.bytes.count } }

  /// Lets time pass, also for a task that is cancelled.
  func pause(_ duration: Duration) async {
    guard duration > .zero else { return await stage.step() }
    let clock = stage.clock
    let end = clock.now.advanced(by: duration)
    if !Task.isCancelled, (try? await clock.sleep(until: end)) != nil { return }
    // Only a task of its own can wait then; one for every write would be millions.
    let pause = stage.spawn("the wire's latency") { try await clock.sleep(until: end) }
    _ = try? await pause.value
  }

  // MARK: Writing

  func write(_ bytes: [UInt8]) async throws {
    let number = begin(bytes.count)
    let isRefused = Task.isCancelled && !faults.takesCancelledWrites
    defer { state.withLock { $0.writesInProgress -= 1 } }
    if faults.cancelling == number { hangUp() }
    let (isClosed, hasFailed) = state.withLock { ($0.isClosed, $0.hasFailed) }
    if isClosed || hasFailed {
      // A loop that tries again and again is to use up its time, not its steps.
      await pause(stage.isReal ? .milliseconds(1) : .seconds(1))
      throw end(number, bytes, isClosed ? WireError.closed : .broken)
    }
    if isRefused { throw await refusal(of: number) }
    if faults.stalling == number { try await stall(number, bytes) }
    await pause(latency)
    if faults.failing == number { throw end(number, bytes, WireError.broken) }
    update { view in
      let start = view.bytes.count
      view.bytes += bytes
      view.writes[number].outcome = .completed
      view.writes[number].ended = stage.clock.now.elapsed
      view.writes[number].range = start..<view.bytes.count
    }
    decode(bytes, of: number)
  }

  private var latency: Duration {
    let mayBeSlow = state.withLock { $0.slowWrites > 0 }
    if mayBeSlow, stage.next(below: 4) == 1 {
      state.withLock { state in
        state.slowWrites -= 1
        state.occurrences.insert(.slowWrites)
      }
      update { $0.isSlow = true }
      return .seconds(stage.element(of: [1, 2, 3, 6, 11]))
    }
    let latency: Duration = stage.element(of: [
      .zero, .milliseconds(2), .milliseconds(11), .zero, .milliseconds(40), .milliseconds(1),
    ])
    return stage.isReal ? latency / 10 : latency
  }

  private func begin(_ size: Int) -> Int {
    let isCancelled = Task.isCancelled
    let (isClosed, hasFailed, isOverlapping, isCallCancelled) = state.withLock { state in
      defer { state.writesInProgress += 1 }
      return (
        state.isClosed, state.hasFailed, state.writesInProgress > 0, state.isCallCancelled
      )
    }
    let number = update { view in
      view.writes.append(
        .init(
          size: size, calls: view.calls.count, isOverlapping: isOverlapping,
          isAfterFailure: hasFailed, isAfterClose: isClosed, began: stage.clock.now.elapsed,
          isOfLostTask: isCancelled && !isCallCancelled))
      return view.writes.count - 1
    }
    note(
      "write \(number + 1) begins, of \(size) bytes",
      Drawing(in: "wire", .work, "write \(number + 1)"))
    return number
  }

  /// Refuses a write, of which nothing comes to the wire; the connection is none the worse for it.
  private func refusal(of number: Int) async -> any Error {
    let isRepeated = state.withLock { state in
      defer { state.hasRefused = true }
      return state.hasRefused
    }
    // A loop that tries again and again is to use up its time, not its steps.
    if isRepeated { await pause(stage.isReal ? .milliseconds(1) : .seconds(1)) }
    update { $0.writes[number].outcome = .threw }
    note(
      "write \(number + 1) is refused, since its task is cancelled",
      Drawing(in: "wire", .cancellation, "refused"))
    return CancellationError()
  }

  /// Accepts nothing until the writing task is cancelled, the viewer has recovered, or the run is over.
  private func stall(_ number: Int, _ bytes: [UInt8]) async throws {
    note(
      "write \(number + 1) is not accepted", Drawing(in: "wire", .timeout, "stalls"))
    update { $0.isSlow = true }
    state.withLock { _ = $0.occurrences.insert(.stall) }
    var rest = faults.recovery
    // A sink may look every millisecond whether there is room again.
    stage.allow(work: Int((rest ?? .zero).components.seconds) * 100)
    while !state.withLock({ $0.isReleased }) {
      let nap: Duration = stage.isReal ? .milliseconds(20) : .seconds(10)
      do {
        try await stage.clock.sleep(for: min(nap, rest ?? nap))
      } catch {
        throw end(number, bytes, error)
      }
      rest = rest.map { $0 - nap }
      if let rest, rest <= .zero {
        countHeld()
        return note("write \(number + 1) goes on")
      }
    }
    throw end(number, bytes, WireError.broken)
  }

  /// Ends a write that throws, after which any part of it may be on the wire.
  private func end(_ number: Int, _ bytes: [UInt8], _ error: any Error) -> any Error {
    let isFirst = state.withLock { state in
      defer { state.hasFailed = true }
      if case WireError.broken = error { state.occurrences.insert(.brokenWrite) }
      return !state.hasFailed && !state.isClosed
    }
    let kept = isFirst ? stage.element(of: [0, bytes.count / 2, bytes.count]) : 0
    update { view in
      let start = view.bytes.count
      view.bytes += bytes.prefix(kept)
      view.writes[number].outcome = .threw
      view.writes[number].ended = stage.clock.now.elapsed
      view.writes[number].range = start..<view.bytes.count
    }
    note(
      "write \(number + 1) throws: \(error); \(kept) of its bytes are on the wire",
      Drawing(in: "wire", .fault, "breaks"))
    decode(Array(bytes.prefix(kept)), of: number)
    return error
  }

  /// Reads what was written as a client would.
  private func decode(_ bytes: [UInt8], of number: Int) {
    let hasFailed = update { $0.failure != nil }
    guard !hasFailed, !bytes.isEmpty else { return }
    let decoder = state.withLock { $0.decoder }
    do {
      let observations = try state.withLock { try $0.decoder.decode(bytes) }
      for observation in observations { note(observation, of: number) }
      if observations.contains(where: \.isEnd) { findEnd(in: bytes, by: decoder) }
    } catch {
      let rule = AGUIStreamReading.rule(for: error, by: decoder)
      update { $0.failure = .init(reason: "\(error)", write: number, ownRule: rule) }
      note(
        "the client can't read write \(number + 1): \(error)",
        Drawing(in: "client", .failure, "unreadable"))
    }
  }

  /// Notes where the connection ended, which is looked for by halves.
  ///
  /// - Parameters:
  ///   - bytes: the last that were written.
  ///   - decoder: the one that has read those before.
  private func findEnd(in bytes: [UInt8], by decoder: any StatusDecoder) {
    // No fewer than `bounds.lower` bytes and no more than `bounds.upper` tell of the end.
    var bounds = (lower: 1, upper: bytes.count)
    var tried = bounds.upper - 1
    while bounds.lower < bounds.upper {
      var decoder = decoder
      let observations = (try? decoder.decode(Array(bytes.prefix(tried)))) ?? []
      if observations.contains(where: \.isEnd) {
        bounds.upper = tried
      } else {
        bounds.lower = tried + 1
      }
      tried = (bounds.lower + bounds.upper) / 2
    }
    update { view in
      if view.end == nil { view.end = view.bytes.count - bytes.count + bounds.upper }
    }
  }

  private func note(_ observation: Observation, of number: Int) {
    update { $0.readings.append(.init(observation: observation, write: number)) }
    switch observation {
    case .event(let event):
      note(
        "the client reads \(SeenEvent(event))",
        Drawing(in: "client", event.arrivalKind, event.sign, arrived: publications(of: event)))
    case .heartbeat:
      note("the client reads a heartbeat", Drawing(in: "client", .note, "♥"))
    case .end:
      note("the client reads the end of the connection", Drawing(in: "client", .end, "end"))
    case .cut:
      note(
        "the client reads the end of a connection that was cut",
        Drawing(in: "client", .cancellation, "cut"))
    }
  }

  /// What of that which the sink was given an event may be: by its number, or else by its place.
  private func publications(of event: ObservedEvent) -> [Drawing.Publication] {
    if case .gap = event.content { return [] }
    let (offered, count) = update { view in
      (
        view.calls.flatMap(\.offered),
        view.seen.count
      )
    }
    if let number = event.sequence {
      let match = offered.first {
        $0.sequence == number && (event.trace == nil || $0.trace == event.trace)
      }
      return match.map { [Drawing.Publication($0)] } ?? []
    }
    return offered.indices.contains(count - 1) ? [Drawing.Publication(offered[count - 1])] : []
  }

  // MARK: Tasks

  func spawn<Success: Sendable>(
    _ label: String, fileID: StaticString, line: UInt,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    let task = stage.spawn(label, fileID: fileID, line: line, operation)
    state.withLock { $0.tasks.append { task.cancel() } }
    return task
  }

  /// Whether the task is cancelled while something is written.
  var isCancelledByWrite: Bool { faults.cancelling != nil }

  /// What has happened of what can.
  var occurrences: Set<SinkSituation> { state.withLock { $0.occurrences } }

  /// Takes another event, or none, in the place of the one with its number that was foreseen.
  func replace(_ event: StreamEvent, by substitute: StreamEvent?) {
    update { view in
      let place = view.events.firstIndex {
        $0.trace == event.trace && $0.sequence == event.sequence
      }
      guard let place else { return }
      view.events.replaceSubrange(place...place, with: substitute.map { [$0] } ?? [])
    }
  }

  /// Whether nothing more is accepted.
  var isOver: Bool { state.withLock { $0.hasFailed || $0.isClosed } }

  /// Whether the sink has tasks of its own.
  var hasTasks: Bool { state.withLock { !$0.tasks.isEmpty } }

  /// Says how the connection's task is cancelled.
  func whenCancelled(_ cancel: @escaping @Sendable () -> Void) {
    state.withLock { $0.cancel = cancel }
  }

  /// Cancels the connection's task.
  func cancel() {
    state.withLock { state in
      state.isCallCancelled = true
      return state.cancel
    }?()
  }

  /// Takes note that a call is made outside of the connection's task.
  func leaveTask() {
    state.withLock { $0.isCallCancelled = false }
  }

  /// Cancels the connection's task, and notes when.
  func hangUp() {
    update { $0.cancelled = $0.cancelled ?? max($0.writes.count - 1, 0) }
    note(
      "the connection's task is cancelled", Drawing(in: "connection", .cancellation, "cancelled"))
    state.withLock { state in
      // What is slow would only put off what is to be seen now.
      state.slowWrites = 0
      state.occurrences.insert(.cancellation)
    }
    cancel()
  }

  /// Notes that a call goes on although it was cancelled, and breaks the connection.
  func giveUp() {
    if state.withLock({ $0.isDone }) { return }
    update { $0.isStuck = true }
    note(
      "the call has still not returned; the connection breaks",
      Drawing(in: "connection", .timeout, "stuck"))
    release()
  }

  /// Notes that nothing more is done with the sink.
  func finish() {
    state.withLock { $0.isDone = true }
  }

  /// Lets a stalled write throw.
  func release() {
    state.withLock { $0.isReleased = true }
  }

  /// Accepts nothing more, since the sink was closed or is dead; the client reads that.
  func close() {
    var decoder = state.withLock { state in
      state.isClosed = true
      return state.decoder
    }
    let (hasFailed, count) = update { ($0.failure != nil, $0.writes.count) }
    guard !hasFailed, count > 0 else { return }
    do {
      for observation in try decoder.finish() { note(observation, of: count - 1) }
    } catch {
      update { $0.openEnd = "\(error)" }
    }
  }

  /// Cancels what the sink has spawned, when all else is over.
  func cancelTasks() {
    let tasks = state.withLock { state in
      // What cancels the connection's task may hold the connection, which holds it.
      state.cancel = nil
      defer { state.tasks = [] }
      return state.tasks
    }
    for cancel in tasks { cancel() }
  }
}
