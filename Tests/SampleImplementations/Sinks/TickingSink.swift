import StateLocking
import StatusConformance
import StatusStreaming

/// Bug: a task of its own writes comments, whatever is being written.
final class TickingSink: StatusSink, Sendable {
  private let line: Line
  private let ticks: RunTask<Void>

  init(wire: Wire) {
    let line = Line(wire)
    self.line = line
    ticks = wire.spawn("the keep-alive") {
      while true {
        try await wire.clock.sleep(for: .milliseconds(20))
        try await line.write(Array(":\n".utf8))
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    var encoder = EventStreamEncoder(profile: .resumable)
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    if event.payload.isTerminal { ticks.cancel() }
    try await line.write(bytes)
  }

  func close() async throws {
    ticks.cancel()
  }
}

/// A wire that is not written to once it has failed.
private final class Line: Sendable {
  private let wire: Wire
  private let failure = Lock<(any Error)?>(nil)

  init(_ wire: Wire) {
    self.wire = wire
  }

  func write(_ bytes: [UInt8]) async throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
    do {
      try await wire.write(bytes)
    } catch {
      failure.withLock { $0 = error }
      throw error
    }
  }
}
