import ReferenceScenarios
import StateLocking
public import StatusStreaming

/// One run of an agent under verification: what it is asked, where it publishes, and what its work
/// takes.
public struct AgentRun: Sendable {
  /// The id under which the agent publishes.
  public let trace: TraceID
  /// What is asked, differently from run to run.
  public let query: String
  /// The time of the run.
  public let clock: RunClock
  /// In a run in which something is to go wrong, the error that some of the work throws; `nil` in
  /// others, and where that is an error of another type.
  ///
  /// Its message is meant for viewers and has to reach them as it is: it may be empty, long or have line
  /// breaks.
  ///
  /// ``work(_:step:)`` throws it by itself. It is here for agents that inject failures on their own.
  public let failure: StatusFailure?

  private let simulatedWork: AgentWork
  private let children: AgentChildren
  private let history: AgentHistory

  init(
    _ faults: AgentFaults, query: String, on stage: Stage, into recorder: Recorder<AgentRecording>
  ) {
    trace = recorder.recording.trace
    self.query = query
    clock = stage.clock
    failure =
      faults.error == .failure ? StatusFailure(stage.element(of: Self.failureMessages)) : nil
    children = AgentChildren(on: stage)
    history = AgentHistory(on: stage.clock, into: recorder)
    simulatedWork = AgentWork(faults, failure: failure, on: stage, into: history)
  }

  /// What viewers may be told of a failure.
  private static let failureMessages = [
    "the log server is down", "the log server is down:\n  503\r\n  try again", "",
    "“größer” — 日本 🧠", String(repeating: "no answer, ", count: 200),
  ]

  /// Where the agent publishes; it abandons nothing, however long an agent is silent.
  public var buffer: StatusBuffer { history.buffer }

  /// Where code that publishes without a `StatusBuffer` can do so: it accepts everything, so that
  /// updates after the end and second ends are seen.
  public var log: AgentLog { AgentLog(history: history) }

  /// Stands for a tool, a query or a model: takes a drawn time, and fails where that is planned.
  ///
  /// - Parameters:
  ///   - name: what is done, for the story of the run.
  ///   - step: the roadmap step that it is done for. Where the work that fails names its step, rule
  ///     305 knows whose error it is; without it that rule has nothing to judge.
  /// - Throws: `CancellationError` or an error of its own when the agent is cancelled; in a run in
  ///   which something is to go wrong, at one call or several, a `StatusFailure`, an error that is not
  ///   meant for viewers, or a `CancellationError` although the agent is not cancelled.
  public func work(_ name: String, step: Int? = nil) async throws {
    try await simulatedWork.perform(name, step: step)
  }

  /// Runs an operation as a task of its own, instead of `Task {}`.
  ///
  /// It is cancelled when the agent's closure returns or throws.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String = "a task of the agent", fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    children.spawn(label, fileID: fileID, line: line, operation)
  }

  /// Notes how the agent ended, at the moment when it did.
  func end(_ ending: AgentRecording.Ending, into recorder: Recorder<AgentRecording>) {
    history.collect()
    recorder.update { $0.end(ending, at: clock.now) }
    children.cancel()
  }

  /// Notes that the agent is about to be cancelled.
  func noteCancellation(into recorder: Recorder<AgentRecording>) {
    history.collect()
    recorder.update { $0.cancel(at: clock.now) }
  }

  /// Says what is done when as many calls have ended behind the first failure as was drawn.
  func whenFailed(_ interrupt: @escaping @Sendable () -> Void) {
    simulatedWork.whenFailed(interrupt)
  }

  /// Waits for what the agent has left behind.
  func settle() async {
    await children.settle()
    history.collect()
  }
}

/// The tasks that an agent has spawned, which end with it.
final class AgentChildren: Sendable {
  private struct Child: Sendable {
    let cancel: @Sendable () -> Void
    let settle: @Sendable () async -> Void
  }

  private let stage: Stage
  private let children = Lock<[Child]>([])

  init(on stage: Stage) {
    self.stage = stage
  }

  func spawn<Success: Sendable>(
    _ label: String, fileID: StaticString, line: UInt,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    let task = stage.spawn(label, fileID: fileID, line: line, operation)
    let child = Child(cancel: { task.cancel() }, settle: { _ = try? await task.value })
    children.withLock { $0.append(child) }
    return task
  }

  /// Asks all of them to stop.
  func cancel() {
    for child in children.withLock({ $0 }) { child.cancel() }
  }

  /// Waits for the end of all, of those too that are spawned meanwhile.
  func settle() async {
    while true {
      let ending = children.withLock { children in
        defer { children = [] }
        return children
      }
      if ending.isEmpty { return }
      for child in ending {
        child.cancel()
        await child.settle()
      }
    }
  }
}
