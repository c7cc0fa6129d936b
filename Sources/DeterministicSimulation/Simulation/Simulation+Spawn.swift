// The operations inherit the isolation of their context because that of `Task {}` does, and because
// the compiler (6.3.1) takes `{ @SomeActor in … }` as a sent function in no other way.

extension Simulation {
  /// Runs an operation as a task of its own, which the simulation waits for.
  ///
  /// Use it instead of `Task {}`, whose jobs leave the simulation for the global pool. As there, the
  /// operation has the isolation of its context, or the one that it names. The label names the task
  /// in errors and traces.
  ///
  /// - Returns: The task, whose value can be awaited and which can be cancelled.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    @_inheritActorContext _ operation: sending @escaping () async throws -> Success
  ) -> SimulatedTask<Success, any Error> {
    start(label, SourceSite(fileID: fileID, line: line), .spawned, operation)
  }

  /// Runs an operation that can't throw as a task of its own, which the simulation waits for.
  ///
  /// - Returns: The task, whose value can be awaited and which can be cancelled.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    @_inheritActorContext _ operation: sending @escaping () async -> Success
  ) -> SimulatedTask<Success, Never> {
    start(label, SourceSite(fileID: fileID, line: line), .spawned, operation)
  }

  /// Runs an endless operation, such as a monitor, that is cancelled when everything else has
  /// ended.
  ///
  /// It is not counted as unfinished work: a run ends well while it waits.
  ///
  /// - Returns: The task, whose value can be awaited and which can be cancelled.
  @discardableResult
  public func background<Success: Sendable>(
    _ label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    @_inheritActorContext _ operation: sending @escaping () async throws -> Success
  ) -> SimulatedTask<Success, any Error> {
    start(label, SourceSite(fileID: fileID, line: line), .background, operation)
  }

  /// An executor for child tasks that shall have a label of their own.
  ///
  /// Child tasks otherwise share the label of the task that started their group:
  /// `group.addTask(executorPreference: sim.executor("writer")) { … }`.
  public func executor(
    _ label: String, fileID: StaticString = #fileID, line: UInt = #line
  ) -> any TaskExecutor {
    core.makeFacade(label, SourceSite(fileID: fileID, line: line), .executor)
  }

  private func start<Success: Sendable>(
    _ label: String?, _ site: SourceSite, _ kind: TaskFacade.Kind,
    _ operation: sending @escaping () async throws -> Success
  ) -> SimulatedTask<Success, any Error> {
    let facade = core.makeFacade(label, site, kind)
    let task = Task(executorPreference: facade) {
      defer { facade.core.finish(facade, throwing: false) }
      return try await facade.core.passCancellation(of: facade, to: operation)
    }
    core.started(task, facade)
    return SimulatedTask(task: task, facade: facade)
  }

  private func start<Success: Sendable>(
    _ label: String?, _ site: SourceSite, _ kind: TaskFacade.Kind,
    _ operation: sending @escaping () async -> Success
  ) -> SimulatedTask<Success, Never> {
    let facade = core.makeFacade(label, site, kind)
    let task = Task(executorPreference: facade) {
      defer { facade.core.finish(facade, throwing: false) }
      return await facade.core.passCancellation(of: facade, to: operation)
    }
    core.started(task, facade)
    return SimulatedTask(task: task, facade: facade)
  }
}

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
