import StateLocking
import StatusConformance
import StatusStreaming

/// Viewers of a trace that read from one ring, which has no room while the slowest of them has not read.
enum PacingLoops {
  static func waitForTheSlowest(_ run: DeliveryRun) async throws {
    let ring = run.shared { Ring(size: 32) }
    let seat = ring.enter(run.trace, at: run.resumeAfter.number)
    defer { ring.leave(seat) }
    try await run.follow { event in
      while ring.isFull(for: seat) { try await run.clock.sleep(for: .milliseconds(20)) }
      try await run.sink.send(event)
      ring.advance(seat, to: event.sequence)
    }
  }
}

private final class Ring: Sendable {
  private struct State {
    var last = 0
    var places: [Int: (trace: TraceID, number: SequenceNumber)] = [:]
  }

  private let size: Int
  private let state = Lock(State())

  init(size: Int) {
    self.size = size
  }

  func enter(_ trace: TraceID, at number: SequenceNumber) -> Int {
    state.withLock { state in
      state.last += 1
      state.places[state.last] = (trace, number)
      return state.last
    }
  }

  func leave(_ seat: Int) {
    state.withLock { _ = $0.places.removeValue(forKey: seat) }
  }

  func advance(_ seat: Int, to number: SequenceNumber) {
    state.withLock { $0.places[seat]?.number = number }
  }

  func isFull(for seat: Int) -> Bool {
    state.withLock { state in
      guard let own = state.places[seat] else { return false }
      let numbers = state.places.values.filter { $0.trace == own.trace }.map(\.number.rawValue)
      return own.number.rawValue - (numbers.min() ?? 0) >= size
    }
  }
}
