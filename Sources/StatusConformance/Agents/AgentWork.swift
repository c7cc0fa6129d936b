import ReferenceScenarios
import StateLocking
import StatusStreaming

/// The simulated work of an agent, one call of which may fail.
final class AgentWork: Sendable {
  private let stage: Stage
  private let recorder: Recorder<AgentRecording>
  private let error: (any Error)?
  /// How many calls go well before the one that fails.
  private let callsBefore: Lock<Int>

  init(
    _ plan: AgentPlan, failure: StatusFailure?, on stage: Stage,
    into recorder: Recorder<AgentRecording>
  ) {
    self.stage = stage
    self.recorder = recorder
    error =
      switch plan {
      case .crashing: InjectedCrash()
      case .stray: CancellationError()
      case .plain, .failing, .cancelled, .world: failure
      }
    callsBefore = Lock(error == nil ? 0 : stage.next(below: 4))
  }

  func perform(_ name: String, step: Int?) async throws {
    let fails = callsBefore.withLock { count in
      count -= 1
      return error != nil && count == -1
    }
    let place = step.map { " of step \($0)" } ?? ""
    recorder.note(at: stage.clock.now, "the work “\(name)”\(place) begins")
    do {
      let latency = stage.element(of: [20, 0, 5, 60, 150])
      do {
        try await stage.clock.sleep(for: .milliseconds(latency))
      } catch {
        throw Task.isCancelled && stage.next(below: 2) == 1 ? RequestAborted() : error
      }
      if fails, let error { throw error }
    } catch {
      recorder.note(at: stage.clock.now, "the work “\(name)”\(place) throws \(error)")
      recorder.update { $0.fail(name, step: step) }
      throw error
    }
    recorder.note(at: stage.clock.now, "the work “\(name)”\(place) is done")
  }
}

/// What a client throws in place of a `CancellationError` when its task is cancelled.
private struct RequestAborted: Error, CustomStringConvertible {
  var description: String { "the request was aborted" }
}
