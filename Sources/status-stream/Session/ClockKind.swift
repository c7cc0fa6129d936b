/// What everything in a session waits on.
package enum ClockKind: String, Sendable, CaseIterable {
  /// The system's monotonic clock.
  case real
  /// A clock that jumps to the next instant at which something happens.
  case virtual
}
