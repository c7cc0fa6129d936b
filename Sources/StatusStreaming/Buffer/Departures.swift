internal import StateLocking

/// The traces that a buffer has let go of since a viewer of all traces has looked.
///
/// The viewer reads them to their end although the buffer holds them no longer. One that falls behind
/// keeps the updates of a bounded number of them; of those that went before, it keeps how many there
/// were and how they ended, so that it can be told what it missed.
final class Departures: Sendable {
  /// The most updates kept, unless the last trace has more by itself.
  private static let room = 10_000

  private struct State: Sendable {
    var logs: [TraceLog] = []
    /// How many of the logs, from the first on, have been reduced.
    var reduced = 0
    /// How many updates the others hold.
    var updates = 0
  }

  private let state = Lock(State())

  /// The logs noted since the last time.
  var logs: [TraceLog] { state.withLock { $0.logs } }

  /// Keeps a log that the buffer lets go of, to which nothing is added any more.
  func note(_ log: TraceLog) {
    state.withLock { state in
      state.logs.append(log)
      state.updates += log.updateCount
      while state.updates > Self.room, state.reduced < state.logs.count - 1 {
        let log = state.logs[state.reduced]
        state.updates -= log.updateCount
        state.logs[state.reduced] = log.withoutUpdates
        state.reduced += 1
      }
    }
  }

  /// The logs noted since the last time, in the order in which they went.
  func take() -> [TraceLog] {
    state.withLock { state in
      let logs = state.logs
      state = State()
      return logs
    }
  }
}
