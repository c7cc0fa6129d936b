/// Runs an asynchronous body to its end, in virtual time, on the calling thread.
///
/// Whatever the body awaits runs here too, job after job: child tasks, `async let`, actors,
/// streams, and what the body spawns. When nothing is runnable, time jumps to the next deadline.
/// The run ends when the body and all that it spawned have ended.
///
/// ```swift
/// @Test func anHourTakesNoTime() throws {
///   let end = try simulate { sim in
///     try await sim.clock.sleep(for: .seconds(3600))
///     return sim.clock.now
///   }
///   #expect(end == .zero.advanced(by: .seconds(3600)))
/// }
/// ```
///
/// It can be called from a synchronous function, and from an asynchronous one whose task then waits
/// without giving up its thread. Task-local values reach the body. Runs on different threads have
/// nothing to do with each other.
///
/// The main actor's thread is not the simulation's. Where the caller is isolated to the main actor,
/// as the top level of `main.swift` is, the body begins with `{ @concurrent sim in`.
///
/// - Parameters:
///   - scheduler: What settles the run's choices: first in, first out, unless said otherwise.
///   - limits: How long the run may go on.
/// - Throws: What the body throws; ``SimulationError`` if it can't end, exceeds a limit, or is
///   disturbed by another thread.
@discardableResult
public func simulate<Value>(
  scheduler: some Scheduler = FirstInFirstOut(), limits: SimulationLimits = SimulationLimits(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping (Simulation) async throws -> Value
) throws -> Value {
  let core = Core(
    Core.Options(limits: limits), scheduler: scheduler is FirstInFirstOut ? nil : scheduler)
  return try core.run(body, at: SourceSite(fileID: fileID, line: line)).get()
}

/// Runs a body as ``simulate(scheduler:limits:fileID:line:_:)`` does, and keeps a record of the
/// run.
///
/// - Returns: The record, in which a failure is a result like any other.
public func record<Value>(
  scheduler: some Scheduler = FirstInFirstOut(), limits: SimulationLimits = SimulationLimits(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping (Simulation) async throws -> Value
) -> RecordedRun<Value> {
  let core = Core(
    Core.Options(limits: limits, records: true, traces: true), scheduler: scheduler)
  let result = core.run(body, at: SourceSite(fileID: fileID, line: line))
  return RecordedRun(
    result: result, recording: core.state.recording, steps: core.state.steps)
}

extension Core {
  /// Runs a body as the root of all tasks.
  func run<Value>(
    _ body: @escaping (Simulation) async throws -> Value, at site: SourceSite
  ) -> Result<Value, any Error> {
    let outcome = Outcome(body)
    let facade = makeFacade("body", site, .body)
    let task = Task(executorPreference: facade) {
      await self.passCancellation(of: facade) { await outcome.run(Simulation(core: self)) }
      self.finish(facade, throwing: outcome.hasThrown)
    }
    started(task, facade)
    run()
    close()
    return state.failure.map(Result.failure) ?? outcome.result
  }
}

/// The body of a run and what came of it.
///
/// Neither has to be `Sendable`, because a run has one thread: the caller's, which waits for the
/// end.
final class Outcome<Value>: @unchecked Sendable {
  private let body: (Simulation) async throws -> Value

  /// What the body returned or threw; a body that has not ended counts as cancelled.
  private(set) var result: Result<Value, any Error> = .failure(CancellationError())

  /// Whether the body has not ended with a value.
  var hasThrown: Bool {
    if case .failure = result { true } else { false }
  }

  init(_ body: @escaping (Simulation) async throws -> Value) {
    self.body = body
  }

  func run(_ simulation: Simulation) async {
    do {
      result = .success(try await body(simulation))
    } catch {
      result = .failure(error)
    }
  }
}
