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

  /// Begins to wait, unless it does so already.
  func begin(after cursor: Cursor, in group: inout DiscardingTaskGroup) {
    let isIdle = phase.withLock { phase in
      guard case .idle = phase else { return false }
      phase = .waiting
      return true
    }
    guard isIdle else { return }
    group.addTask { [self] in
      do {
        try await wait(cursor)
        phase.withLock { $0 = .idle }
      } catch {
        phase.withLock { $0 = .failed(error) }
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
