import DeterministicSimulation

/// A task that code under verification has spawned.
///
/// It belongs to the run: it is cancelled when the code that spawned it returns or throws, as what
/// serves a connection is when the connection closes.
public struct RunTask<Success: Sendable>: Sendable {
  enum Kind: Sendable {
    case simulated(SimulatedTask<Success, any Error>)
    case real(Task<Success, any Error>)
  }

  let kind: Kind
  /// Is told of a cancellation by whoever holds the task.
  var willCancel: (@Sendable () -> Void)?

  /// Asks the task to stop, as `Task.cancel()` does.
  public func cancel() {
    willCancel?()
    switch kind {
    case .simulated(let task): task.cancel()
    case .real(let task): task.cancel()
    }
  }

  /// What the task returned, once it has ended.
  ///
  /// - Throws: What the task threw.
  public var value: Success {
    get async throws {
      switch kind {
      case .simulated(let task): try await task.value
      case .real(let task): try await task.value
      }
    }
  }
}
