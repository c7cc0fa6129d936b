extension Clock where Duration == Swift.Duration {
  /// Waits for a time of any size, or until the task is cancelled.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; what the clock throws.
  package func wait(for duration: Duration) async throws {
    try await wait(until: duration.finite.map { now.advanced(by: $0) })
  }

  /// Waits until an instant, or until the task is cancelled.
  ///
  /// - Parameters:
  ///   - deadline: `nil` for ever, which takes no timer.
  ///   - tolerance: how much later it may be, of any size.
  /// - Throws: As ``wait(for:)``.
  package func wait(until deadline: Instant?, tolerance: Duration? = nil) async throws {
    guard let deadline else {
      await Parker().park()
      throw CancellationError()
    }
    try await sleep(until: deadline, tolerance: tolerance.map { $0.finite ?? .century })
  }
}
