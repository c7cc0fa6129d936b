internal import StateLocking

/// A run on a thread of its own, whose body is a stretch of a task that comes from elsewhere.
///
/// ``simulate(scheduler:limits:fileID:line:_:)`` makes the task of its body and can abandon it. A
/// test framework hands out a function that may not escape, so its task has to visit the run: it
/// takes ``executor`` as its preference, and calls ``enter()`` and ``leave()`` from there.
package final class HostedSimulation: Sendable {
  private let core: Core
  private let facade: TaskFacade
  private let ending: Promise<Outcome>

  /// How a run has ended.
  package struct Outcome: Sendable {
    /// Why it failed; `nil` if it did not.
    package let failure: SimulationError?
    /// Its last steps, up to some thousands.
    package let trace: [TraceStep]
  }

  private init(core: Core, facade: TaskFacade, ending: Promise<Outcome>) {
    self.core = core
    self.facade = facade
    self.ending = ending
  }

  /// Starts the thread, which waits for the visitor.
  ///
  /// - Parameters:
  ///   - label: What the visitor is called in errors, and `site` its place.
  ///   - patience: How long, in milliseconds of real time, a visitor may take to leave a run that
  ///     has failed.
  ///   - giveUp: Called if it takes longer, because nothing can make it leave.
  package static func start(
    _ label: String, at site: SourceSite, limits: SimulationLimits, patience: Int,
    giveUp: @escaping @Sendable () -> Void
  ) async -> HostedSimulation {
    let host = Promise<HostedSimulation>()
    let isStarted = Threads.detach {
      let options = Core.Options(
        limits: limits, records: true, traces: true, recordLimit: Self.recordLimit)
      let core = Core(options, scheduler: nil)
      let facade = core.makeFacade(label, site, .body)
      let ending = Promise<Outcome>()
      host.fulfill(HostedSimulation(core: core, facade: facade, ending: ending))
      core.host(ending.fulfill, patience: patience, giveUp: giveUp)
    }
    precondition(isStarted, "the system has no thread left for a simulation")
    return await host.value()
  }

  /// The run, for its body.
  package var simulation: Simulation { Simulation(core: core) }

  /// The executor that the visiting task must prefer while it is there.
  package var executor: any TaskExecutor { facade }

  /// Says that the visitor is about to leave.
  package func leave(throwing: Bool) {
    core.finish(facade, throwing: throwing)
  }

  /// Waits until the run has ended or failed.
  package func outcome() async -> Outcome {
    await ending.value()
  }

  /// The number of the step that the calling task is in; `nil` on another thread than the run's.
  package var currentStep: Int? {
    core.isOnOwnThread ? core.state.steps : nil
  }

  /// A picture of more steps than twice as many shows nothing.
  private static var recordLimit: Int { 2_000 }
}

extension Core {
  /// Waits for a visitor, and runs until it has left and all that it spawned has ended.
  ///
  /// - Parameter publish: Gets the outcome as soon as there is nothing more to run.
  func host(
    _ publish: (HostedSimulation.Outcome) -> Void, patience: Int, giveUp: () -> Void
  ) {
    while !adoptVisitors() { ThreadIdentity.pause(milliseconds: 1) }
    run()
    publish(HostedSimulation.Outcome(failure: state.failure, trace: state.recording.trace))
    var waited = 0
    while state.tasks.hasBody {
      // A visitor that is cancelled now hands its jobs over from the thread that cancels it.
      if adoptVisitors() {
        cleanUp()
      } else {
        waited += 1
        if waited == patience { giveUp() }
        ThreadIdentity.pause(milliseconds: 1)
      }
    }
    close()
  }

  /// Replaces the limits of a run that goes on, and counts from here.
  func limit(to limits: SimulationLimits) {
    guard isOnOwnThread, state.phase == .running else { return }
    state.limits = limits
    let (sum, overflow) = state.steps.addingReportingOverflow(limits.steps)
    state.stepLimit = overflow ? .max : sum
    state.timeLimit = now.advanced(by: limits.virtualTime)
  }

  /// Raises the limits of a run that goes on, counting from here.
  func allow(_ limits: SimulationLimits) {
    guard isOnOwnThread, state.phase == .running else { return }
    let (sum, overflow) = state.steps.addingReportingOverflow(limits.steps)
    state.stepLimit = max(state.stepLimit, overflow ? .max : sum)
    state.timeLimit = max(state.timeLimit, now.advanced(by: limits.virtualTime))
    state.limits = SimulationLimits(
      steps: max(state.limits.steps, limits.steps),
      virtualTime: max(state.limits.virtualTime, limits.virtualTime))
  }

  /// Takes over what other threads have handed in, or returns false if there is nothing.
  private func adoptVisitors() -> Bool {
    var hasAdopted = false
    for event in inbox.removeAll() {
      switch event {
      case .wakeUp(let job, let task): task.take(job)
      case .cancellation(let key): wake(key, .cancelled)
      case .taskCancellation(let task): cancelWait(of: task)
      case .call: continue
      }
      hasAdopted = true
    }
    return hasAdopted
  }
}

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

extension Simulation {
  /// Replaces the limits of this run, for what it does from here on.
  ///
  /// A call from a thread that does not run the simulation changes nothing.
  package func limit(to limits: SimulationLimits) {
    core.limit(to: limits)
  }

  /// Lets this run take at least so much from here on.
  ///
  /// A call from a thread that does not run the simulation changes nothing.
  package func allow(_ limits: SimulationLimits) {
    core.allow(limits)
  }

  /// Whether the run goes on: it has not failed, nor ended.
  package var isUnderway: Bool { core.isServing }
}
