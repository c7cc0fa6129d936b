internal import StateLocking

/// The user's wish to end the command, by a signal.
///
/// The first signal asks for an orderly end, which whoever works has to look for. A second one, or two
/// seconds that are not enough, end the process wherever it stands.
final class Interruption: Sendable {
  private let raised = Lock<Int32?>(nil)

  /// Keeps the signals for ``watch()``; has to come before the process has other threads.
  init() {
    SystemCalls.hold(SystemCalls.endingSignals)
  }

  /// Whether a signal has come.
  var isRaised: Bool { signal != nil }

  /// The first signal that has come.
  var signal: Int32? { raised.withLock { $0 } }

  /// Spends the calling thread on waiting for signals.
  ///
  /// That has to be the main thread: an asynchronous `main` leaves it to a run loop that lets
  /// signals through.
  func watch() -> Never {
    let first = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    raised.withLock { $0 = first }
    SystemCalls.sendAlarm(afterSeconds: 2)
    _ = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    // A wrapper such as `timeout` forwards what the terminal has sent already, so the second signal
    // often comes with the first.
    SystemCalls.pause(milliseconds: 200)
    SystemCalls.end(.signal(first))
  }
}
