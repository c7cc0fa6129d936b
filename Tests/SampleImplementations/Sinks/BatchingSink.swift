import StateLocking
import StatusConformance
import StatusStreaming

/// A sink that gathers events for some milliseconds and writes them at once, from a task of its own.
final class BatchingSink<Encoder: StatusEncoder>: StatusSink, Sendable {
  private struct State {
    var encoder: Encoder
    var bytes: [UInt8] = []
    var count = 0
    var isFlushing = false
    var flush: RunTask<Void>?
    var failure: (any Error)?
  }

  private let state: Lock<State>
  private let wire: Wire
  private let limit: Int
  private let interval: Duration
  /// Whether what is left is written at the end.
  private let flushesAtClose: Bool

  init(
    _ encoder: Encoder, _ wire: Wire, limit: Int = 8, interval: Duration = .milliseconds(5),
    flushesAtClose: Bool = true
  ) {
    state = Lock(State(encoder: encoder))
    self.wire = wire
    self.limit = limit
    self.interval = interval
    self.flushesAtClose = flushesAtClose
  }

  func send(_ event: StreamEvent) async throws {
    let isFull = try state.withLock { state in
      if let failure = state.failure { throw failure }
      try state.encoder.encode(event, into: &state.bytes)
      state.count += 1
      return state.count >= limit
    }
    startFlush()
    if isFull { try await finishFlush() }
  }

  func heartbeat() async throws {
    state.withLock { $0.encoder.encodeHeartbeat(into: &$0.bytes) }
    startFlush()
    try await finishFlush()
  }

  func close() async throws {
    if flushesAtClose {
      state.withLock { $0.encoder.encodeClose(into: &$0.bytes) }
      startFlush()
      try await finishFlush()
    }
  }

  private func startFlush() {
    state.withLock { state in
      guard !state.isFlushing else { return }
      state.isFlushing = true
      state.flush = wire.spawn("the flusher") { try await self.flush() }
    }
  }

  /// Waits for what is being written, and gives up if the caller is cancelled.
  private func finishFlush() async throws {
    guard let flush = state.withLock({ $0.flush }) else { return }
    try await withTaskCancellationHandler {
      try await flush.value
    } onCancel: {
      flush.cancel()
    }
  }

  private func flush() async throws {
    do {
      try await wire.clock.sleep(for: interval)
      while let bytes = takeBytes() { try await wire.write(bytes) }
    } catch {
      state.withLock { $0.failure = error }
      throw error
    }
  }

  private func takeBytes() -> [UInt8]? {
    state.withLock { state in
      let bytes = state.bytes
      state.bytes = []
      state.count = 0
      state.isFlushing = !bytes.isEmpty
      return bytes.isEmpty ? nil : bytes
    }
  }
}
