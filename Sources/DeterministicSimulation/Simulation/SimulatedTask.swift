/// A task that a simulation runs, as its spawner sees it.
public struct SimulatedTask<Success: Sendable, Failure: Error>: Sendable {
  let task: Task<Success, Failure>
  let facade: TaskFacade

  /// The name of the task in errors and traces.
  public var label: String { facade.label }

  /// Asks the task to stop, as `Task.cancel()` does.
  public func cancel() {
    facade.core.look(at: facade)
    task.cancel()
  }

  /// Whether the task has been asked to stop.
  public var isCancelled: Bool {
    facade.core.look(at: facade)
    return task.isCancelled
  }

  /// What the task returned or threw, once it has ended.
  public var result: Result<Success, Failure> {
    get async {
      let key = facade.core.noteWait(
        forEndOf: facade, inActor: Core.isActor(#isolation))
      defer { facade.core.forgetWait(key) }
      return await task.result
    }
  }
}

extension SimulatedTask where Failure == Never {
  /// What the task returned, once it has ended.
  public var value: Success {
    get async { await result.get() }
  }
}

extension SimulatedTask where Failure == any Error {
  /// What the task returned, once it has ended.
  ///
  /// - Throws: What the task threw.
  public var value: Success {
    get async throws { try await result.get() }
  }
}
