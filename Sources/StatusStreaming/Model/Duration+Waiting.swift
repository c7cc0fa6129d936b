extension Duration {
  /// The longest time that is waited for; what is as long or longer is taken for ever.
  ///
  /// Clocks trap on what they can't count: `ContinuousClock` when it sleeps until a distant instant,
  /// one that counts nanoseconds in 64 bits when it is given a time beyond 292 years. So no instant
  /// is asked of a clock that lies further away than this.
  package static let century = Duration.seconds(3_155_760_000)

  /// How long to wait, `nil` for ever; a time that is negative has passed already.
  package var finite: Duration? { self < .century ? max(self, .zero) : nil }

  /// How long to wait between two beats, `nil` for ever.
  ///
  /// A time below the shortest is taken for a millisecond, so that nothing spins.
  func finiteInterval(notBelow shortest: Duration) -> Duration? {
    self < shortest ? .milliseconds(1) : finite
  }
}

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
