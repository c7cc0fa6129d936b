/// A run whose trace is open, to be performed once and cancelled from anywhere.
///
/// ``StatusBuffer/begin(_:onHangUp:)`` makes it.
public final class StatusRun: Sendable {
  /// The refusal of a second performance.
  public struct AlreadyPerformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// The trace of the run.
    public let trace: TraceID

    /// Names the trace.
    public var description: String {
      "the run of trace '\(trace)' was performed before, expected one performance"
    }
  }

  /// The trace that the run is recorded in.
  public var trace: TraceID { log.trace }

  private let buffer: StatusBuffer
  private let log: TraceLog
  private let control: RunControl

  init(buffer: StatusBuffer, log: TraceLog, control: RunControl) {
    self.buffer = buffer
    self.log = log
    self.control = control
  }

  deinit {
    // While it is performed, somebody holds it.
    cancel(reason: "the agent was never started")
  }

  /// Cancels the run, from whatever task.
  ///
  /// A run that is not performed yet ends at once, and will not be. The task of an agent that is at work
  /// is cancelled; how the run ends is for the agent to say: with an answer if it still returns one, as
  /// `cancelled` if it throws. A run that has ended stays as it is, and of two reasons the first counts.
  ///
  /// - Parameter reason: what viewers read. If there is none, they read the message of the
  ///   ``StatusFailure`` that the agent throws, or "agent cancelled".
  public func cancel(reason: String? = nil) {
    if control.signal.change({ $0.cancel(.requested(reason)) }) {
      control.concludeUnperformed(log, of: buffer)
    }
  }

  /// Runs the agent with a publisher and records how it ends, exactly once.
  ///
  /// It ends as in ``StatusBuffer/withTrace(_:_:)``. The agent has a task of its own, which is
  /// cancelled with the caller's, by ``cancel(reason:)`` or when the viewers have hung up, and which is
  /// always awaited.
  ///
  /// - Returns: what the body returns.
  /// - Throws: what the body throws, after the trace is finished. If the body does not run:
  ///   `CancellationError` if the run was cancelled before, ``BufferError/Code/traceFinished`` or
  ///   ``BufferError/Code/removed`` if its trace is over, ``AlreadyPerformed``.
  @discardableResult
  public func perform(
    @_inheritActorContext
    _ body: sending @escaping @concurrent (StatusPublisher) async throws -> FinalAnswer
  ) async throws -> FinalAnswer {
    try beginPerformance()
    // Sent on to the agent's task and used there alone, which can't be said of what a closure captures.
    nonisolated(unsafe) let body = body
    return try await supervise { [self] in
      try await record { try await unsafe body(StatusPublisher(buffer: buffer, log: log)) }
    }
  }

  /// Performs the run in a task of its own, so that a server can answer meanwhile.
  ///
  /// The task runs on the caller's task executor, if it prefers one, as far as that can be found out; see
  /// ``StatusMonitor/deliver(_:after:to:sendTimeout:closeTimeout:)->(_,_)``.
  ///
  /// - Parameter body: the agent, as for ``perform(_:)``.
  /// - Returns: the task, for whoever wants to know what `perform` returns or throws; to cancel it is to
  ///   cancel the run.
  @discardableResult
  public func start(
    _ body: sending @escaping @concurrent (StatusPublisher) async throws -> FinalAnswer
  ) -> Task<FinalAnswer, any Error> {
    // Sent on to that task and used there alone.
    nonisolated(unsafe) let body = body
    return Task(executorPreference: currentTaskExecutor()) { try await unsafe self.perform(body) }
  }

  private func beginPerformance() throws {
    control.cancelIfDeserted(log, of: buffer)
    switch control.signal.withState({ $0.start() }) {
    case .perform: try requireOpen()
    case .cancelled: throw CancellationError()
    case .performedBefore: throw AlreadyPerformed(trace: trace)
    }
  }

  private func requireOpen() throws(BufferError) {
    let (isFinished, isRemoved) = log.signal.read { ($0.isFinished, $0.isRemoved) }
    if isFinished { throw .traceFinished(trace) }
    if isRemoved { throw .removed(trace) }
  }

  /// Runs an agent's operation in a task of its own, which is cancelled as soon as the run is.
  ///
  /// Away from the caller's actor, which the agent may keep busy.
  @concurrent
  private func supervise(
    _ operation: @escaping @Sendable () async throws -> FinalAnswer
  ) async throws -> FinalAnswer {
    try await withThrowingTaskGroup(of: FinalAnswer?.self) { group in
      group.addTask { try await operation() }
      group.addTask { [self] in
        await awaitCancellation()
        return nil
      }
      defer { group.cancelAll() }
      while let answer = try await group.next() {
        if let answer { return answer }
        group.cancelAll()
      }
      throw CancellationError()
    }
  }

  private func record(
    _ operation: () async throws -> FinalAnswer
  ) async throws -> FinalAnswer {
    do {
      let answer = try await operation()
      end(with: .complete(answer))
      return answer
    } catch {
      let cancellation = control.signal.read { $0.cancellation }
      let isCancelled = cancellation != nil || Task.isCancelled
      end(
        with: cancellation?.reason.map { .cancelled(reason: $0) }
          ?? StatusBuffer.outcome(of: error, isCancelled: isCancelled))
      throw error
    }
  }

  private func end(with outcome: TraceOutcome) {
    control.signal.withState { $0.finish() }
    buffer.conclude(log, with: outcome)
  }

  /// Waits until the run is cancelled, or the task that waits.
  private func awaitCancellation() async {
    let parker = Parker()
    while !Task.isCancelled {
      control.cancelIfDeserted(log, of: buffer)
      let (isCancelled, deadline) = control.signal.read {
        ($0.cancellation != nil, $0.deadline)
      }
      if isCancelled { return }
      await buffer.clock.wait(in: parker, until: deadline) {
        await control.signal.wait(in: parker) {
          $0.cancellation != nil || $0.deadline != deadline
        }
      }
    }
  }
}

extension StatusBuffer {
  /// Begins a run under whatever name a request has, or says what to answer it with.
  ///
  /// <!-- example in BeginningExample -->
  /// ```swift
  /// do {
  ///   try buffer.begin(named: "run-3").start { _ in FinalAnswer(text: "Done") }
  ///   respond(201)
  /// } catch {
  ///   respond(error.status)      // 400, 409 or 503, with its headers and its body
  /// }
  /// ```
  ///
  /// In a closure that may throw anything, as a route's, `catch let answer as AdmissionAnswer` has the type.
  ///
  /// - Parameters:
  ///   - name: the name of the trace to open, whatever it is.
  ///   - hangUpPolicy: what becomes of the agent when all viewers have hung up.
  /// - Returns: the handle, as ``begin(_:onHangUp:)``.
  /// - Throws: the answer if the name is malformed, taken, or there is no room for one more trace.
  public func begin(
    named name: String, onHangUp hangUpPolicy: HangUpPolicy = .agentContinues
  ) throws(AdmissionAnswer) -> StatusRun {
    let trace: TraceID
    do { trace = try TraceID(name) } catch { throw AdmissionAnswer(.malformedTrace, error) }
    do {
      return try begin(trace, onHangUp: hangUpPolicy)
    } catch {
      throw AdmissionAnswer(beginning: error)
    }
  }

  /// Opens a trace for an agent that is started later, so that a server can answer before it runs.
  ///
  /// <!-- example in BeginningExample -->
  /// ```swift
  /// do {
  ///   let run = try buffer.begin("run-2", onHangUp: .cancelsAgent(reconnectGrace: .seconds(30)))
  ///   run.start { publisher in
  ///     try publisher.publish(.thinking("Determining workflow path"))
  ///     return FinalAnswer(text: "Analyzed 4 documents.")
  ///   }
  ///   respond(201)
  /// } catch let error as BufferError where error.code == .traceExists {
  ///   respond(409)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - trace: the trace to open.
  ///   - hangUpPolicy: what becomes of the agent when all viewers have hung up.
  /// - Returns: the handle by which the run is performed and cancelled. A run whose handle is dropped
  ///   before it is performed ends as cancelled.
  /// - Throws: as ``open(_:)``.
  public func begin(
    _ trace: TraceID, onHangUp hangUpPolicy: HangUpPolicy = .agentContinues
  ) throws(BufferError) -> StatusRun {
    let control = RunControl(
      grace: hangUpPolicy.grace, noting: SharedAccess(to: "run", trace.rawValue, on: clock))
    return StatusRun(buffer: self, log: try openLog(trace, control: control), control: control)
  }
}
