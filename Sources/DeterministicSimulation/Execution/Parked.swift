/// A suspended task, which whoever holds this must let go on exactly once, or never.
///
/// It wraps the unsafe continuation, which costs less than the checked one and may be abandoned
/// without a warning: a task that is stuck when its run fails can't always be let go on.
@safe struct Parked: Sendable {
  private let continuation: UnsafeContinuation<Wake, Never>

  /// Suspends the calling task, after having handed it to a closure that keeps it.
  static func suspend(
    isolation: isolated (any Actor)? = #isolation, _ keep: (Parked) -> Void
  ) async -> Wake {
    await unsafe withUnsafeContinuation { continuation in
      keep(unsafe Parked(continuation: continuation))
    }
  }

  /// Lets the task go on.
  func resume(_ wake: Wake) {
    unsafe continuation.resume(returning: wake)
  }
}
