import RunTimelines
import StateLocking
public import StatusStreaming

/// One viewer's connection in a run: what a delivery loop has to work with.
public struct DeliveryRun: Sendable {
  /// The buffer, which answers with a delay.
  public let buffer: RunBuffer
  /// The same buffer without one, for what is built on the package's own type.
  public let statusBuffer: StatusBuffer
  /// The trace that the viewer follows; it is open.
  public let trace: TraceID
  /// That of the last event that the viewer has seen; zero unless `.resumable` is declared.
  public let resumeAfter: Cursor
  /// Where the viewer's events go.
  public let sink: RunSink
  /// The time of the run.
  public let clock: RunClock

  let connection: ViewerConnection
  let runningAgent: RunningAgent
  let sharedValues: SharedValues

  /// Runs the trace's agent to its end.
  ///
  /// It runs once in a run, and publishes into the buffer; whoever asks for it later gets the same
  /// answer. If nobody asks, it runs anyway.
  ///
  /// - Throws: `StatusFailure` if the agent fails; `CancellationError` if the agent is cancelled, or
  ///   if the task is, which leaves the agent as it is.
  public func agent() async throws -> FinalAnswer {
    try await runningAgent.answer()
  }

  /// Runs an operation as a task of the connection: what replaces `Task {}` here.
  ///
  /// The task is cancelled when the connection's closure returns or throws, and unless it is shielded,
  /// when the connection is cancelled. Where that has happened before, it begins as a cancelled task.
  ///
  /// - Parameters:
  ///   - label: what the task is called in reports.
  ///   - shielded: whether it goes on when the connection is cancelled, as a `Task {}` does of which
  ///     the value is awaited: to close a sink, say.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - operation: what the task does.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String = "a task of the connection", shielded: Bool = false,
    fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    let task = connection.stage.spawn(label, fileID: fileID, line: line, operation)
    connection.adopt(task, isSpawned: true, isShielded: shielded)
    return RunTask(kind: task.kind) { [connection] in
      connection.note("the closure cancels \(label)", .cancellation, "cancels")
    }
  }

  /// Runs an operation as a task of the server, which outlives the connection: what serves all
  /// viewers of a trace, say.
  ///
  /// The task is cancelled when all connections of the run have ended, and has to end then.
  ///
  /// - Parameters:
  ///   - label: what the task is called in reports.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - operation: what the task does.
  @discardableResult
  public func spawnServerWide<Success: Sendable>(
    _ label: String = "a task of the server", fileID: StaticString = #fileID,
    line: UInt = #line, _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    let task = connection.stage.spawn(label, fileID: fileID, line: line, operation)
    sharedValues.adopt(task)
    return task
  }

  /// What a server keeps for all of its connections: made when it is first asked for in a run, and
  /// the same from then on.
  ///
  /// There is one value of each type.
  public func shared<Value: Sendable>(_ make: () -> Value) -> Value {
    sharedValues.value(make)
  }
}

/// What the connections of a run share: values, one of each type, and tasks that outlive them.
final class SharedValues: Sendable {
  private struct Occupation: Sendable {
    let cancel: @Sendable () -> Void
    let end: @Sendable () async -> Void
  }

  private let values = Lock<[ObjectIdentifier: any Sendable]>([:])
  private let tasks = Lock<[Occupation]>([])

  /// The value of a type, made if there is none yet.
  func value<Value: Sendable>(_ make: () -> Value) -> Value {
    let made = make()
    return values.withLock { values in
      if let value = values[ObjectIdentifier(Value.self)] as? Value { return value }
      values[ObjectIdentifier(Value.self)] = made
      return made
    }
  }

  /// Takes a task as one of the server, to be cancelled with it.
  func adopt<Success>(_ task: RunTask<Success>) {
    let occupation = Occupation {
      task.cancel()
    } end: {
      _ = try? await task.value
    }
    tasks.withLock { $0.append(occupation) }
  }

  /// Cancels the server's tasks and waits for them, also for those that they spawn meanwhile.
  func shutDown() async {
    while true {
      let tasks = tasks.withLock { tasks in
        defer { tasks = [] }
        return tasks
      }
      if tasks.isEmpty { return }
      for task in tasks { task.cancel() }
      for task in tasks { await task.end() }
    }
  }
}
