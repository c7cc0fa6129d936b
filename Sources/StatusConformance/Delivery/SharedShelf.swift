import StateLocking

/// What the connections of a run share: values, one of each type, and tasks that outlive them.
final class SharedShelf: Sendable {
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
