/// One run of a pipeline: what there is to make it of.
public struct PipelineRun: Sendable {
  /// The time of the run.
  public let clock: RunClock
  let stage: Stage
  let shelf: SharedShelf

  init(on stage: Stage, shelf: SharedShelf) {
    clock = stage.clock
    self.stage = stage
    self.shelf = shelf
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
    shelf.adopt(task)
    return task
  }
}
