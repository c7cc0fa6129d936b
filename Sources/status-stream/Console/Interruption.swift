internal import StateLocking

/// The user's wish to end the command, by a signal.
///
/// The first signal asks for an orderly end: whatever ``onRaise(_:)`` was given is called. A second
/// one, or two seconds that are not enough, end the process wherever it stands.
final class Interruption: Sendable {
  private struct State {
    var signal: Int32?
    var handler: (@Sendable () -> Void)?
  }

  private let state = Lock(State())

  /// Keeps the signals for ``watch()``; has to come before the process has other threads.
  init() {
    SystemCalls.hold(SystemCalls.endingSignals)
  }

  /// Whether a signal has come.
  var isRaised: Bool { signal != nil }

  /// The first signal that has come.
  var signal: Int32? { state.withLock(\.signal) }

  /// Says what to call when a signal comes; if one has come, calls it now.
  func onRaise(_ handler: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      state.handler = handler
      return state.signal != nil
    }
    if isRaised { handler() }
  }

  /// Spends the calling thread on waiting for signals.
  ///
  /// That has to be the main thread: an asynchronous `main` leaves it to a run loop that lets
  /// signals through.
  func watch() -> Never {
    let first = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    let handler = state.withLock { state in
      state.signal = first
      return state.handler
    }
    SystemCalls.sendAlarm(afterSeconds: 2)
    handler?()
    _ = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    // A wrapper such as `timeout` forwards what the terminal has sent already, so the second signal
    // often comes with the first.
    SystemCalls.pause(milliseconds: 200)
    SystemCalls.end(.signal(first))
  }
}
