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
