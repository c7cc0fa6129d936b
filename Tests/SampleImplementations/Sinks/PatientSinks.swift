import StateLocking
import StatusConformance
import StatusStreaming

/// Lets one operation after the other use the wire, in the order in which they came, until one has
/// failed.
private final class WireTurn: Sendable {
  private struct Tickets {
    var given = 0
    var served = 0
  }

  private let tickets = Lock(Tickets())
  private let failure = Lock<(any Error)?>(nil)
  private let wire: Wire

  init(_ wire: Wire) {
    self.wire = wire
  }

  /// Waits for its turn, writes some pieces one after the other, and leaves the wire to others.
  func write(_ pieces: [[UInt8]]) async throws {
    let ticket = tickets.withLock { tickets in
      defer { tickets.given += 1 }
      return tickets.given
    }
    defer { tickets.withLock { $0.served += 1 } }
    while tickets.withLock({ $0.served < ticket }) {
      try await wire.clock.sleep(for: .milliseconds(5))
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    do {
      for piece in pieces where !piece.isEmpty { try await wire.write(piece) }
    } catch {
      failure.withLock { $0 = error }
      throw error
    }
  }
}

/// A sink with a timer of its own, which writes a heartbeat every ten seconds until the end.
final class SelfBeatingSink: StatusSink, Sendable {
  private let encoder = Lock(EventStreamEncoder(profile: .resumable))
  private let turn: WireTurn
  private let ticks: RunTask<Void>
  private let isOpen = Flag()
  /// Into how many bytes events are cut.
  private let pieceSize: Int
  /// Whether the pieces of an event are written together.
  private let keepsTogether: Bool

  init(_ wire: Wire, pieceSize: Int, keepsTogether: Bool) {
    let turn = WireTurn(wire)
    let isOpen = isOpen
    self.turn = turn
    self.pieceSize = pieceSize
    self.keepsTogether = keepsTogether
    ticks = wire.spawn("the keep-alive") {
      while true {
        try await wire.clock.sleep(for: .seconds(10))
        if !isOpen.isRaised { return }
        try await turn.write([Array(": ping\n\n".utf8)])
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.withLock { try $0.encode(event, into: &bytes) }
    if event.payload.isTerminal { ticks.cancel() }
    let pieces = stride(from: 0, to: bytes.count, by: pieceSize).map { start in
      Array(bytes[start..<min(start + pieceSize, bytes.count)])
    }
    if keepsTogether { return try await turn.write(pieces) }
    for piece in pieces { try await turn.write([piece]) }
  }

  func close() async throws {
    defer { ticks.cancel() }
    isOpen.lower()
    // The beat that is being written is the last.
    try await turn.write([])
  }
}

/// A queue of lines that `close()` drains, for as long as it has the patience.
final class DrainingSink: StatusSink, Sendable {
  private struct State {
    var lines: [[UInt8]] = []
    var isClosed = false
    var failure: (any Error)?
  }

  /// What the sink and its writer share.
  private final class Shared: Sendable {
    let state = Lock(State())
  }

  private let encoder = Lock(JSONLinesEncoder())
  private let shared = Shared()
  private let writer: RunTask<Void>
  private let wire: Wire
  private let patience: Duration?

  init(_ wire: Wire, patience: Duration?) {
    self.wire = wire
    self.patience = patience
    let shared = shared
    writer = wire.spawn("the writer") {
      do {
        while true {
          let line = shared.state.withLock { $0.lines.isEmpty ? nil : $0.lines.removeFirst() }
          if let line {
            try await wire.write(line)
          } else if shared.state.withLock({ $0.isClosed }) {
            return
          } else {
            try await wire.clock.sleep(for: .milliseconds(20))
          }
        }
      } catch {
        shared.state.withLock { $0.failure = error }
        throw error
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    while true {
      if let failure = shared.state.withLock({ $0.failure }) { throw failure }
      if shared.state.withLock({ $0.lines.count < 16 }) { break }
      try await wire.clock.sleep(for: .milliseconds(20))
    }
    var bytes: [UInt8] = []
    try encoder.withLock { try $0.encode(event, into: &bytes) }
    shared.state.withLock { $0.lines.append(bytes) }
  }

  func close() async throws {
    shared.state.withLock { $0.isClosed = true }
    if let patience {
      // Bug: what is not written by then is given up without a word.
      let writer = writer
      let timer = wire.spawn("the patience") {
        try await self.wire.clock.sleep(for: patience)
        writer.cancel()
      }
      defer { timer.cancel() }
      do {
        return try await writer.value
      } catch is CancellationError {
        return
      }
    }
    try await withTaskCancellationHandler {
      try await writer.value
    } onCancel: {
      writer.cancel()
    }
  }
}
