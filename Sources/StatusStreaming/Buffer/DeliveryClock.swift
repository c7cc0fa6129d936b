/// A clock, read as the time since it was wrapped.
///
/// Times are then of one type whatever the clock, and no type has to be looked up to hold one.
struct DeliveryClock<C: Clock>: Sendable where C.Duration == Duration {
  private let clock: C
  private let origin: C.Instant

  init(_ clock: C) {
    self.clock = clock
    origin = clock.now
  }

  /// The time since the clock was wrapped.
  var now: Duration { origin.duration(to: clock.now) }

  /// Sleeps until a time.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; what the clock throws.
  func sleep(until time: Duration) async throws {
    try await clock.sleep(until: origin.advanced(by: time), tolerance: nil)
  }

  /// Whether a clock is the one that was wrapped: a copy of it shows the same bytes.
  func shows(_ other: C) -> Bool {
    unsafe withUnsafeBytes(of: clock) { bytes in
      unsafe withUnsafeBytes(of: other) { unsafe bytes.elementsEqual($0) }
    }
  }
}
