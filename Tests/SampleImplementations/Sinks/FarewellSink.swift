import StatusConformance
import StatusStreaming

/// A WebSocket of which closing writes the last bytes by way of a task of the sink's own.
struct FarewellSink: StatusSink {
  private var encoder = WebSocketStatusEncoder()
  private let wire: Wire
  /// Writes what is left when the sink is closed.
  private let farewell: @Sendable ([UInt8], Wire) async throws -> Void

  init(wire: Wire, farewell: @escaping @Sendable ([UInt8], Wire) async throws -> Void) {
    self.wire = wire
    self.farewell = farewell
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await farewell(bytes, wire) }
  }

  // MARK: Ways to say farewell

  /// Correct: in a task that is left alone for a few seconds.
  static func inATask(_ bytes: [UInt8], over wire: Wire) async throws {
    let writing = wire.spawn("farewell") { try await wire.write(bytes) }
    let deadline = wire.spawn("its deadline") {
      try await wire.clock.sleep(for: .seconds(5))
      writing.cancel()
    }
    defer { deadline.cancel() }
    try await writing.value
  }

  /// Correct: in the caller's own task, beside one that was cancelled.
  static func besideACancelledTask(_ bytes: [UInt8], over wire: Wire) async throws {
    let pump = wire.spawn("the pump") { try await wire.clock.sleep(for: .seconds(1_000)) }
    pump.cancel()
    _ = try? await pump.value
    try await wire.write(bytes)
  }

  /// Bug: by a pump that is cancelled first, and writes what is left on its way out.
  static func byACancelledPump(_ bytes: [UInt8], over wire: Wire) async throws {
    let pump = wire.spawn("the pump") {
      try? await wire.clock.sleep(for: .seconds(1_000))
      try? await wire.write(bytes)
    }
    try await wire.clock.sleep(for: .milliseconds(1))
    pump.cancel()
    try await pump.value
  }

  /// Bug: by a child of a group that was cancelled, as such a child is itself.
  static func inACancelledGroup(_ bytes: [UInt8], over wire: Wire) async throws {
    await withTaskGroup { group in
      group.addTask { try? await wire.clock.sleep(for: .seconds(1_000)) }
      group.cancelAll()
      group.addTask { try? await wire.write(bytes) }
    }
  }

  /// Bug: in a task that is not given the time.
  static func withoutTime(_ bytes: [UInt8], over wire: Wire) async throws {
    let writing = wire.spawn("farewell") { try await wire.write(bytes) }
    writing.cancel()
    _ = try? await writing.value
  }
}
