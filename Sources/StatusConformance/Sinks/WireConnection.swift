import GoldenTranscripts
import StateLocking
import StatusStreaming

/// One end of a wire and what is noted there: the calls of the sink above it, and the writes.
final class WireConnection: Sendable {
  private struct State {
    var decoder: any StatusDecoder
    var writesInProgress = 0
    var hasFailed = false
    var isClosed = false
    var isReleased = false
    var cancel: (@Sendable () -> Void)?
    var tasks: [@Sendable () -> Void] = []
  }

  let stage: Stage
  private let recorder: Recorder<SinkRecording>
  private let faults: WireFaults
  private let index: Int
  private let label: String
  private let state: Lock<State>

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
    state = Lock(State(decoder: decoder))
  }

  func note(_ text: @autoclosure () -> String) {
    recorder.note(at: stage.clock.now, label + text())
  }

  /// Changes what is recorded of the connection.
  func update<Result: Sendable>(_ change: (inout ConnectionView) -> Result) -> Result {
    recorder.update { change(&$0.views[index]) }
  }

  /// Lets time pass, also for a task that is cancelled.
  func pause(_ duration: Duration) async {
    guard duration > .zero else { return await stage.step() }
    let clock = stage.clock
    let pause = stage.spawn("the wire's latency") { try await clock.sleep(for: duration) }
    _ = try? await pause.value
  }

  // MARK: Writing

  func write(_ bytes: [UInt8]) async throws {
    let number = begin(bytes.count)
    defer { state.withLock { $0.writesInProgress -= 1 } }
    if faults.cancelling == number {
      update { $0.cancelled = number }
      note("the connection's task is cancelled")
      cancel()
    }
    let (isClosed, hasFailed) = state.withLock { ($0.isClosed, $0.hasFailed) }
    if isClosed || hasFailed {
      // A loop that tries again and again is to use up its time, not its steps.
      await pause(stage.isReal ? .milliseconds(1) : .seconds(1))
      throw end(number, bytes, isClosed ? WireError.closed : .broken)
    }
    if faults.stalling == number { throw await stall(number, bytes) }
    await pause(latency)
    if faults.failing == number { throw end(number, bytes, WireError.broken) }
    update { view in
      let start = view.bytes.count
      view.bytes += bytes
      view.writes[number].outcome = .completed
      view.writes[number].range = start..<view.bytes.count
    }
    decode(bytes, of: number)
  }

  private var latency: Duration {
    let latency: Duration = stage.element(of: [
      .zero, .milliseconds(2), .milliseconds(11), .zero, .milliseconds(40), .milliseconds(1),
    ])
    return stage.isReal ? latency / 10 : latency
  }

  private func begin(_ size: Int) -> Int {
    let (isClosed, hasFailed, isOverlapping) = state.withLock { state in
      defer { state.writesInProgress += 1 }
      return (state.isClosed, state.hasFailed, state.writesInProgress > 0)
    }
    let number = update { view in
      view.writes.append(
        .init(
          size: size, calls: view.calls.count, isOverlapping: isOverlapping,
          isAfterFailure: hasFailed, isAfterClose: isClosed))
      return view.writes.count - 1
    }
    note("write \(number + 1) begins, of \(size) bytes")
    return number
  }

  /// Accepts nothing until the writing task is cancelled or the run is over.
  private func stall(_ number: Int, _ bytes: [UInt8]) async -> any Error {
    note("write \(number + 1) is not accepted")
    while !state.withLock({ $0.isReleased }) {
      do {
        try await stage.clock.sleep(for: stage.isReal ? .milliseconds(20) : .seconds(10))
      } catch {
        return end(number, bytes, error)
      }
    }
    return end(number, bytes, WireError.broken)
  }

  /// Ends a write that throws, after which any part of it may be on the wire.
  private func end(_ number: Int, _ bytes: [UInt8], _ error: any Error) -> any Error {
    let isFirst = state.withLock { state in
      defer { state.hasFailed = true }
      return !state.hasFailed && !state.isClosed
    }
    let kept = isFirst ? stage.element(of: [0, bytes.count / 2, bytes.count]) : 0
    update { view in
      let start = view.bytes.count
      view.bytes += bytes.prefix(kept)
      view.writes[number].outcome = .threw
      view.writes[number].range = start..<view.bytes.count
    }
    note("write \(number + 1) throws: \(error); \(kept) of its bytes are on the wire")
    decode(Array(bytes.prefix(kept)), of: number)
    return error
  }

  /// Reads what was written as a client would.
  private func decode(_ bytes: [UInt8], of number: Int) {
    let hasFailed = update { $0.failure != nil }
    guard !hasFailed, !bytes.isEmpty else { return }
    do {
      for observation in try state.withLock({ try $0.decoder.decode(bytes) }) {
        note(observation, of: number)
      }
    } catch {
      update { $0.failure = .init(reason: "\(error)", write: number) }
      note("the client can't read write \(number + 1): \(error)")
    }
  }

  private func note(_ observation: Observation, of number: Int) {
    update { $0.readings.append(.init(observation: observation, write: number)) }
    switch observation {
    case .event(let event): note("the client reads \(Sighting(event))")
    case .heartbeat: note("the client reads a heartbeat")
    case .end: note("the client reads the end of the connection")
    case .cut: note("the client reads the end of a connection that was cut")
    }
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

  /// Whether the sink has tasks of its own.
  var hasTasks: Bool { state.withLock { !$0.tasks.isEmpty } }

  /// Says how the connection's task is cancelled.
  func whenCancelled(_ cancel: @escaping @Sendable () -> Void) {
    state.withLock { $0.cancel = cancel }
  }

  /// Cancels the connection's task.
  func cancel() {
    state.withLock { $0.cancel }?()
  }

  /// Lets a stalled write throw.
  func release() {
    state.withLock { $0.isReleased = true }
  }

  /// Accepts nothing more, since the sink was closed or is dead.
  func close() {
    state.withLock { $0.isClosed = true }
  }

  func cancelTasks() {
    for cancel in state.withLock({ $0.tasks }) { cancel() }
  }
}
