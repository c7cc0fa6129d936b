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
