internal import StateLocking

/// A value that one thread comes to and one task waits for.
final class Promise<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Void, Never>)
    case fulfilled(Value)
  }

  private let state = Lock(State.open)

  func fulfill(_ value: Value) {
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer { state = .fulfilled(value) }
      if case .awaited(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume()
  }

  /// Waits for the value.
  ///
  /// It is taken from the state, not from the continuation: the thread sanitizer does not see the
  /// order that one establishes which is resumed before its task has come to wait.
  func value() async -> Value {
    while true {
      if case .fulfilled(let value) = state.withLock({ $0 }) { return value }
      await withCheckedContinuation { continuation in
        let isFulfilled = state.withLock { state in
          if case .fulfilled = state { return true }
          state = .awaited(continuation)
          return false
        }
        if isFulfilled { continuation.resume() }
      }
    }
  }
}
