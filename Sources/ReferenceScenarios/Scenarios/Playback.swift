internal import StateLocking
public import StatusStreaming

/// What the viewers of a played scenario got.
public struct Playback: Sendable {
  /// The connections, in the order of ``Scenario/fileNames``.
  public let connections: [Connection]
}

extension Playback {
  /// What was written to one connection.
  public struct Connection: Sendable {
    /// The name of the file that the bytes are kept in.
    public let fileName: String
    /// What was written.
    public let format: Scenario.Format
    /// The bytes that got through.
    public let bytes: [UInt8]
    /// For each trace that of the last event that was delivered.
    public let cursors: [TraceID: Cursor]
    /// When the connection was made, from the beginning of the scenario.
    public let began: Duration
    /// When it was over.
    public let ended: Duration
    /// What was written, in order.
    public let writes: [Write]
    /// Why the delivery ended.
    public let ending: DeliveryEnding
  }
}

extension Playback {
  /// One write to a connection.
  public struct Write: Sendable, Hashable {
    /// When it began, from the beginning of the scenario.
    public let began: Duration
    /// When it was accepted; `nil` if it never was.
    public internal(set) var ended: Duration?
    /// Which of the connection's bytes got through.
    public let range: Range<Int>
    /// How many bytes were to be written.
    public let size: Int
  }
}

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

/// The failure of a write to a connection that its scenario has cut off.
public struct ConnectionCut: Error, Sendable, Hashable, CustomStringConvertible {
  /// Says what has happened.
  public var description: String { "the connection was cut" }
}
