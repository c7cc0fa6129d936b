import ReferenceScenarios
import StateLocking
import StatusStreaming

/// The simulated work of an agent, some calls of which may fail.
final class AgentWork: Sendable {
  private let stage: Stage
  private let history: AgentHistory
  private let faults: AgentFaults
  private let error: (any Error)?
  /// How many calls there were.
  private let calls = Lock(0)
  /// How many calls have ended since the first that failed, and what is done when they are enough.
  private let interruption = Lock<(ended: Int?, interrupt: (@Sendable () -> Void)?)>((nil, nil))

  init(
    _ faults: AgentFaults, failure: StatusFailure?, on stage: Stage,
    into history: AgentHistory
  ) {
    self.stage = stage
    self.history = history
    self.faults = faults
    error =
      switch faults.error {
      case .crash: InjectedCrash()
      case .stray: CancellationError()
      case .failure, nil: failure
      }
  }

  func perform(_ name: String, step: Int?) async throws {
    let number = calls.withLock { count in
      defer { count += 1 }
      return count
    }
    let fails =
      error != nil && number >= faults.callsBefore
      && number - faults.callsBefore < faults.failingCalls
    // Most failures come at once, and what is done instead may take long all the same.
    let isQuick = fails && faults.failsAtOnce
    let duration = isQuick ? shortLatency : latency
    note(duration, fails: fails)
    let work = history.begin(name, step: step)
    do {
      do {
        try await stage.clock.sleep(for: duration)
      } catch {
        throw Task.isCancelled && stage.next(below: 2) == 1 ? RequestAborted() : error
      }
      if fails, let error { throw error }
    } catch {
      history.end(work, throwing: error)
      noteEnd(isFailure: fails)
      throw error
    }
    history.end(work)
    noteEnd(isFailure: false)
  }

  func whenFailed(_ interrupt: @escaping @Sendable () -> Void) {
    interruption.withLock { $0.interrupt = interrupt }
  }

  private func noteEnd(isFailure: Bool) {
    guard let enough = faults.callsBeforeCancellation else { return }
    let interrupt: (@Sendable () -> Void)? = interruption.withLock { state in
      state.ended = state.ended.map { $0 + 1 } ?? (isFailure ? 0 : nil)
      guard let ended = state.ended, ended >= enough else { return nil }
      defer { state.interrupt = nil }
      return state.interrupt
    }
    guard let interrupt else { return }
    history.note(.cancelledInFailure)
    interrupt()
  }

  private var latency: Duration {
    switch faults.latency {
    case .long(let factor) where stage.next(below: 3) != 0:
      // Somebody may tell every few milliseconds that it goes on.
      stage.allow(work: 5_000)
      return stage.silence(longOnceIn: 6) * factor
    case .even(let duration): return duration
    case .short, .long: return shortLatency
    }
  }

  private var shortLatency: Duration { .milliseconds(stage.element(of: [20, 0, 5, 60, 150])) }

  /// Notes what happens to a call of what can.
  private func note(_ duration: Duration, fails: Bool) {
    if fails { for situation in faults.situations { history.note(situation) } }
    switch faults.latency {
    case .short: break
    case .long: if duration >= .seconds(1) { history.note(.longWork) }
    case .even: history.note(.evenWork)
    }
  }
}

/// What a client throws in place of a `CancellationError` when its task is cancelled.
private struct RequestAborted: Error, CustomStringConvertible {
  var description: String { "the request was aborted" }
}
