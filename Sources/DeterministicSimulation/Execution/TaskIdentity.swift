/// Which task a piece of code runs in, so that tasks can be told apart that share a job or a facade.
struct TaskIdentity: Equatable {
  /// A hash of 64 bits, which two tasks have no chance to share.
  ///
  /// The handle itself has a layout that is known only at run time, which made each access to a
  /// class that kept it slow.
  private let hash: Int

  /// The identity of the calling task; `nil` while a task is being handed to an executor.
  static var current: TaskIdentity? {
    unsafe withUnsafeCurrentTask { task in
      guard let task = unsafe task else { return nil }
      return unsafe TaskIdentity(hash: task.hashValue)
    }
  }
}

/// Which executor a task prefers, apart from its type.
struct ExecutorIdentity: Hashable {
  private let address: UInt

  init(_ executor: some TaskExecutor) {
    unsafe self.init(executor.asUnownedTaskExecutor())
  }

  private init(_ executor: UnownedTaskExecutor) {
    // The layout is frozen; the standard library compares two of them in this way.
    address = unsafe unsafeBitCast(executor, to: (UInt, UInt).self).0
  }

  /// The executor that the calling task prefers, if any.
  static var preferredByCaller: ExecutorIdentity? {
    unsafe withUnsafeCurrentTask { task in
      guard let executor = unsafe task?.unownedTaskExecutor else { return nil }
      return unsafe ExecutorIdentity(executor)
    }
  }
}

/// What is known of the task that runs, in a job that may run several.
enum Segment {
  /// Nobody has asked yet: the task whose job it is, unless the job is an actor's.
  case presumed
  case known(TaskIdentity)
  /// The task has suspended, so whatever runs in this job from now on is another segment.
  case ended

  func isKnown(as identity: TaskIdentity?) -> Bool {
    if case .known(let known) = self { known == identity } else { false }
  }
}
