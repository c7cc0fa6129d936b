import StateLocking

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
