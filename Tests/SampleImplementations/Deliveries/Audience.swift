import StateLocking
import StatusConformance
import StatusStreaming

/// The viewers of one trace, each with its sink and its cursor.
final class Audience: Sendable {
  private struct Seat {
    let sink: RunSink
    var cursor = Cursor.zero
    var hasLeft = false
  }

  private let seats = Lock<[Seat]>([])

  /// Takes a viewer in.
  ///
  /// - Returns: Whether it is the first, who has to serve all.
  func enter(_ sink: RunSink) -> Bool {
    seats.withLock { seats in
      seats.append(Seat(sink: sink))
      return seats.count == 1
    }
  }

  /// Where each viewer is.
  var cursors: [Cursor] { seats.withLock { $0.map(\.cursor) } }

  /// Whether every viewer has the terminal event.
  var hasLeft: Bool { seats.withLock { $0.allSatisfy(\.hasLeft) } }

  func send(_ event: StreamEvent, to index: Int) async throws {
    let sink = seats.withLock { $0[index].sink }
    try await sink.send(event)
    seats.withLock { seats in
      seats[index].cursor = event.cursor
      seats[index].hasLeft = event.payload.isTerminal
    }
  }
}
