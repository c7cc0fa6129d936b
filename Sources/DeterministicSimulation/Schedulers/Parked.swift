/// A suspended task, which whoever holds this must let go on exactly once, or never.
///
/// It wraps the unsafe continuation, which costs less than the checked one and may be abandoned
/// without a warning: a task that is stuck when its run fails can't always be let go on.
@safe struct Parked: Sendable {
  private let continuation: UnsafeContinuation<Void, Never>

  /// Whether the task waits inside an actor, to which it hops by a job of its own once it goes on.
  let isIsolated: Bool

  /// Keeps a task's continuation.
  @unsafe init(_ continuation: UnsafeContinuation<Void, Never>, isIsolated: Bool) {
    unsafe self.continuation = continuation
    self.isIsolated = isIsolated
  }

  /// Lets the task go on.
  func resume() {
    unsafe continuation.resume()
  }
}
