extension StatusBuffer {
  /// Opens a trace for an agent that is started later, so that a server can answer before it runs.
  ///
  /// <!-- example in BeginningExample -->
  /// ```swift
  /// do {
  ///   let run = try buffer.begin("run-2", onHangUp: .cancelsAgent(reconnectGrace: .seconds(30)))
  ///   Task {
  ///     try await run.perform { publisher in
  ///       try publisher.publish(.thinking("Determining workflow path"))
  ///       return FinalAnswer(text: "Analyzed 4 documents.")
  ///     }
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
    let control = RunControl(grace: hangUpPolicy.grace)
    return StatusRun(buffer: self, log: try openLog(trace, control: control), control: control)
  }
}
