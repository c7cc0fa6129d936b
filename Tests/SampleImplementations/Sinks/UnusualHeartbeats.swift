import StatusConformance
import StatusStreaming

/// Leaves a heartbeat out where something was written within ten seconds.
struct SparingSink: StatusSink {
  private let wire: Wire
  /// Bug: whether a heartbeat that is left out counts as written, so that none follows if they are
  /// asked for more often than that.
  private let countsTheLeftOut: Bool
  private var encoder = EventStreamEncoder(profile: .resumable)
  private var last: RunClock.Instant?

  /// - Parameter countsTheMaking: whether a heartbeat is left out where it was made a moment ago, too.
  init(wire: Wire, countsTheLeftOut: Bool = false, countsTheMaking: Bool = false) {
    self.wire = wire
    self.countsTheLeftOut = countsTheLeftOut
    last = countsTheMaking ? wire.clock.now : nil
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(bytes)
  }

  mutating func heartbeat() async throws {
    if let last, last.duration(to: wire.clock.now) < .seconds(10) {
      if countsTheLeftOut { self.last = wire.clock.now }
      return
    }
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    try await write(bytes)
  }

  private mutating func write(_ bytes: [UInt8]) async throws {
    if bytes.isEmpty { return }
    try await wire.write(bytes)
    last = wire.clock.now
  }
}

/// Correct: events are gathered until there are some or a heartbeat is due, which needs no bytes of its
/// own where something has waited.
struct FlushingSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .resumable)
  private var waiting: [UInt8] = []

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &waiting)
    if waiting.count > 600 || event.payload.isTerminal { try await flush() }
  }

  mutating func heartbeat() async throws {
    if waiting.isEmpty { encoder.encodeHeartbeat(into: &waiting) }
    try await flush()
  }

  mutating func close() async throws {
    try await flush()
  }

  private mutating func flush() async throws {
    let bytes = waiting
    waiting = []
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
