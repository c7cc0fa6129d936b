import StateLocking
import StatusConformance
import StatusStreaming

/// A sink with a queue that makes room by dropping the oldest updates, of which a gap tells.
final class DroppingSink<Encoder: StatusEncoder>: StatusSink, Sendable {
  private struct State {
    var queue: [StreamEvent] = []
    var isClosed = false
    var failure: (any Error)?
  }

  /// What the sink and its writer share.
  private final class Shared: Sendable {
    let state = Lock(State())
  }

  private let shared: Shared
  private let writer: RunTask<Void>
  private let capacity: Int
  /// Whether a gap is left in the place of what is dropped, and whether it counts all of it.
  private let tellsGaps: Bool
  private let countsFirst: Bool

  init(
    _ encoder: Encoder, _ wire: Wire, capacity: Int, tellsGaps: Bool = true,
    countsFirst: Bool = true
  ) {
    self.capacity = capacity
    self.tellsGaps = tellsGaps
    self.countsFirst = countsFirst
    let shared = Shared()
    self.shared = shared
    writer = wire.spawn("the writer") {
      var encoder = encoder
      do {
        while true {
          let event = shared.state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }
          if let event {
            var bytes: [UInt8] = []
            try encoder.encode(event, into: &bytes)
            try await wire.write(bytes)
          } else if shared.state.withLock({ $0.isClosed }) {
            var bytes: [UInt8] = []
            encoder.encodeClose(into: &bytes)
            if !bytes.isEmpty { try await wire.write(bytes) }
            return
          } else {
            try await wire.clock.sleep(for: .milliseconds(10))
          }
        }
      } catch {
        shared.state.withLock { $0.failure = error }
        throw error
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    try shared.state.withLock { state in
      if let failure = state.failure { throw failure }
      state.queue.append(event)
      if state.queue.count > capacity { drop(from: &state.queue) }
    }
  }

  /// Puts a gap in the place of the two oldest events of a trace, neither of which is an end.
  private func drop(from queue: inout [StreamEvent]) {
    let updates = queue.indices.filter { !queue[$0].payload.isTerminal }
    func next(of first: Int) -> Int? {
      updates.first { $0 > first && queue[$0].trace == queue[first].trace }
    }
    guard let first = updates.first(where: { next(of: $0) != nil }), let second = next(of: first)
    else { return }
    var gap = queue[second]
    let lost = queue[first].lost + queue[second].lost
    gap.payload = .gap(lost: countsFirst ? lost : max(lost - 1, 1))
    if tellsGaps { queue[second] = gap }
    queue.remove(at: first)
  }

  func close() async throws {
    shared.state.withLock { $0.isClosed = true }
    try await withTaskCancellationHandler {
      try await writer.value
    } onCancel: {
      writer.cancel()
    }
  }
}

extension StreamEvent {
  /// How many updates a viewer misses that does not get it.
  fileprivate var lost: Int {
    if case .gap(let lost) = payload { lost } else { 1 }
  }
}
