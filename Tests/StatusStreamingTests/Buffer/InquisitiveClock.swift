import StateLocking

/// A clock set by hand, which asks a question whenever it is read.
final class InquisitiveClock: Clock {
  struct Instant: InstantProtocol {
    let time: Duration

    func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
    func duration(to other: Instant) -> Duration { other.time - time }
    static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
  }

  private struct State {
    var time = Duration.zero
    var question: (@Sendable () -> Void)?
  }

  private let state = Lock(State())

  var now: Instant {
    // Taken out while it is asked, since the buffer may read the clock to answer.
    let question = state.withLock { $0.question.take() }
    if let question {
      question()
      state.withLock { $0.question = question }
    }
    return state.withLock { Instant(time: $0.time) }
  }

  var minimumResolution: Duration { .nanoseconds(1) }

  func ask(_ question: @escaping @Sendable () -> Void) {
    state.withLock { $0.question = question }
  }

  func advance(by duration: Duration) {
    state.withLock { $0.time += duration }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}
