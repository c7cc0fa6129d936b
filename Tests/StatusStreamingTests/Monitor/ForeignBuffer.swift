import DeterministicSimulation
import StatusStreaming

/// A buffer of which the monitor knows no more than the protocols say, as if it were far away.
struct ForeignBuffer: StatusWaking {
  struct Unreachable: Error {}

  private(set) var buffer: StatusBuffer
  var clock: VirtualClock
  /// How long each answer takes.
  var latency = Duration.zero
  /// When the buffer can no longer be reached.
  var end: Duration?
  /// How long a viewer waits for a trace.
  var openTimeout = Duration.seconds(30)

  init(
    configuration: StatusBuffer.Configuration = .init(), clock: VirtualClock,
    latency: Duration = .zero, end: Duration? = nil
  ) {
    buffer = StatusBuffer(configuration: configuration, clock: clock)
    self.clock = clock
    self.latency = latency
    self.end = end
  }

  /// The same in front of another buffer.
  func over(_ buffer: StatusBuffer) -> ForeignBuffer {
    var other = self
    other.buffer = buffer
    return other
  }

  var epoch: Epoch? { buffer.epoch }

  func open(_ trace: TraceID) async throws {
    try await answer()
    try buffer.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try await answer()
    return try buffer.append(update, to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try await answer()
    return try buffer.finish(trace, with: outcome)
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try await answer()
    return try buffer.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) async {
    buffer.remove(trace)
  }

  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    try await buffer.awaitEvents(of: trace, after: cursor)
    try await answer()
  }

  private func answer() async throws {
    if latency > .zero {
      // As a client of a server does, which throws an error of its own when it is cancelled.
      do { try await clock.sleep(for: latency) } catch { throw Unreachable() }
    }
    if let end, VirtualClock.Instant.zero.duration(to: clock.now) >= end { throw Unreachable() }
  }
}
