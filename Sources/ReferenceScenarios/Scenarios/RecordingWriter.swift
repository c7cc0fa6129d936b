internal import StateLocking
internal import StatusStreaming

/// The far end of a connection: keeps what arrives, takes its time, and is cut off if told to.
final class RecordingWriter<C: Clock>: ByteWriter, Sendable where C.Duration == Duration {
  private struct State {
    var bytes: [UInt8] = []
    var writes: [Playback.Write] = []
  }

  private let state = Lock(State())
  private let clock: C
  private let origin: C.Instant
  private let latency: Duration
  private let cut: Scenario.Cut?

  init(clock: C, origin: C.Instant, latency: Duration, cut: Scenario.Cut?) {
    self.clock = clock
    self.origin = origin
    self.latency = latency
    self.cut = cut
  }

  var bytes: [UInt8] { state.withLock { $0.bytes } }
  var writes: [Playback.Write] { state.withLock { $0.writes } }

  func write(_ bytes: [UInt8]) async throws {
    let began = origin.duration(to: clock.now)
    let number: Int? = state.withLock { state in
      let number = state.writes.count
      let isCut = cut?.writes == number
      let start = state.bytes.count
      state.bytes.append(contentsOf: isCut ? bytes.prefix(cut?.bytes ?? 0) : bytes[...])
      state.writes.append(
        Playback.Write(
          began: began, range: start..<state.bytes.count, size: bytes.count))
      return isCut ? nil : number
    }
    guard let number else { throw ConnectionCut() }
    try await clock.wait(for: latency)
    state.withLock { $0.writes[number].ended = origin.duration(to: clock.now) }
  }
}
