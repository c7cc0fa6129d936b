import DeterministicSimulation

/// Verifies a whole pipeline from outside: what agents publish goes in, what viewers are sent comes out,
/// and whatever is between is a black box.
///
/// <!-- example in PipelineExample -->
/// ```swift
/// @Test(arguments: ConformanceRule.pipeline)
/// func server(rule: ConformanceRule) async throws {
///   try await PipelineVerification(
///     profile: .eventStream(.resumable), capabilities: [.resumable]
///   ) { run in
///     let server = MyServer(clock: run.clock)
///     return PipelineUnderTest { event in
///       try server.publish(event)
///     } connect: { trace, lastEventID in
///       await server.stream(trace, lastEventID)
///     } stop: {
///       await server.stop()
///     }
///   }.expect(rule)
/// }
/// ```
///
/// In real time a connection has an eighth of a run's time-out to end after its trace.
///
/// The closure is called once in each run. Runs in virtual time are explored, if all that the pipeline
/// does can be brought in: its tasks by ``PipelineRun/spawn(_:fileID:line:_:)``, its waits by
/// ``PipelineRun/clock``. All else is verified with `.real`; then a run takes as long as it takes, and
/// traces have names of their own in each run, so that all runs may share one server. The plain runs, of
/// which each is about one thing that can happen, are some 35.
///
/// Viewers read at once, slowly, or not for a while; hang up, vanish, and come again with the id that they
/// saw last, an older one, that of another history; come late, together, and to a trace that nobody
/// knows. Agents fail, are cancelled, are silent, speak in bursts, and stop without a word. A rule that
/// can't be seen from outside is skipped, with the reason.
///
/// What is expected of a pipeline:
/// - A viewer that comes once `open` has returned is sent everything, in order, and its connection ends
///   after the terminal event.
/// - With an id it is sent what follows, if ``ConformanceCapability/resumable`` is declared; nothing,
///   if that was the end. An id with a number beyond the newest event is refused, as
///   `StatusBuffering` has it; one that is waited with all the same ends with its run.
/// - With an id of another history it is refused, or sent everything from the beginning.
/// - A viewer that reads nothing for a second or more may be given up. No agent waits for it: what is
///   published is taken, whoever reads or does not.
/// - Where ``ConformanceCapability/heartbeats`` are declared, an idle connection shows something every 15
///   seconds, at most a second late.
/// - One that comes before its trace is open may be refused, sent on, or kept waiting; that says nothing of
///   how it is answered later.
/// - All connections end when the pipeline is stopped, those of viewers who wait for a trace as well.
///   One that is made afterwards may be sent what there is, if it ends then.
/// - Nothing is published after the stop. A pipeline that is stopped may tell those who watch an open run that it has failed or was cancelled;
///   never that it is complete.
public struct PipelineVerification: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Describes what to verify.
  ///
  /// - Parameters:
  ///   - profile: what viewers are sent.
  ///   - name: what the pipeline is called in reports.
  ///   - capabilities: what it can do: `.resumable` if viewers go on after an id, `.heartbeats` if idle
  ///     connections beat.
  ///   - execution: how it is run.
  ///   - makePipeline: makes a pipeline, or starts one.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    profile: PipelineProfile, name: String = "pipeline",
    capabilities: Set<ConformanceCapability> = [], execution: Execution = .simulated,
    fileID: StaticString = #fileID, line: UInt = #line, column: UInt = #column,
    _ makePipeline: @escaping @Sendable (PipelineRun) async throws -> PipelineUnderTest
  ) {
    let trial = PipelineTrial(
      profile: profile, capabilities: capabilities, isExplored: execution.isExplored,
      makePipeline: makePipeline)
    verifier = Verifier(
      trial, name: name, execution: execution, types: [],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}

/// One run of a pipeline: what there is to make it of.
public struct PipelineRun: Sendable {
  /// The time of the run.
  public let clock: RunClock
  let stage: Stage
  let sharedValues: SharedValues

  init(on stage: Stage, sharedValues: SharedValues) {
    clock = stage.clock
    self.stage = stage
    self.sharedValues = sharedValues
  }

  /// Draws one of some values, of which the first is the plainest: what the pipeline is like in this
  /// run.
  package func element<Element>(of values: [Element]) -> Element { stage.element(of: values) }

  /// Runs an operation as a task of the pipeline: what replaces `Task {}` here.
  ///
  /// The task is cancelled when the run is over, and has to end then.
  ///
  /// - Parameters:
  ///   - label: what the task is called in reports.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - operation: what the task does.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String = "a task of the pipeline", fileID: StaticString = #fileID,
    line: UInt = #line, _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    let task = stage.spawn(label, fileID: fileID, line: line, operation)
    sharedValues.adopt(task)
    return task
  }
}
