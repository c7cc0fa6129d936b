internal import StateLocking

/// Wakes a waiting delivery when a buffer says that there may be more, in a task that outlasts the
/// wait.
///
/// A delivery also wakes for other reasons, to send a heartbeat say. The buffer goes on waiting
/// meanwhile, since to begin again may be dear: it can be a blocking read over a connection.
final class BufferWatch: Sendable {
  private enum Phase {
    case idle
    case waiting
    case failed(any Error)
  }

  private let parker: Parker
  private let wait: @Sendable (Cursor) async throws -> Void
  private let phase = Lock(Phase.idle)

  /// - Parameter wait: returns when there may be more after a cursor.
  init(parker: Parker, wait: @escaping @Sendable (Cursor) async throws -> Void) {
    self.parker = parker
    self.wait = wait
  }

  /// Whether the buffer does not wait.
  var isIdle: Bool {
    phase.withLock { if case .idle = $0 { true } else { false } }
  }

  /// Begins to wait, which it does not do already.
  func begin(after cursor: Cursor, in group: inout DiscardingTaskGroup) {
    phase.withLock { $0 = .waiting }
    group.addTask { [self] in
      do {
        try await wait(cursor)
        phase.withLock { $0 = .idle }
      } catch {
        // A wait that is given up, by a reader who comes again say, has not failed and wakes nobody.
        let isGivenUp = Task.isCancelled
        phase.withLock { $0 = isGivenUp ? .idle : .failed(error) }
        if isGivenUp { return }
      }
      parker.unpark()
    }
  }

  /// What the buffer threw instead of waiting, once.
  func takeFailure() -> (any Error)? {
    phase.withLock { phase in
      guard case .failed(let error) = phase else { return nil }
      phase = .idle
      return error
    }
  }
}
