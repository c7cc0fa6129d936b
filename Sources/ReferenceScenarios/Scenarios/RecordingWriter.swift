internal import StateLocking
internal import StatusStreaming

/// The far end of a connection: keeps what arrives, takes its time, and is cut off if told to.
final class RecordingWriter<C: Clock>: ByteWriter, Sendable where C.Duration == Duration {
  private struct State {
    var bytes: [UInt8] = []
    var writes = 0
  }

  private let state = Lock(State())
  private let clock: C
  private let latency: Duration
  private let cut: Scenario.Cut?

  init(clock: C, latency: Duration, cut: Scenario.Cut?) {
    self.clock = clock
    self.latency = latency
    self.cut = cut
  }

  var bytes: [UInt8] { state.withLock { $0.bytes } }

  func write(_ bytes: [UInt8]) async throws {
    let isCut = state.withLock { state in
      let isCut = cut?.writes == state.writes
      state.bytes.append(contentsOf: isCut ? bytes.prefix(cut?.bytes ?? 0) : bytes[...])
      state.writes += 1
      return isCut
    }
    if isCut { throw ConnectionCut() }
    try await clock.wait(for: latency)
  }
}
