/// Tells the time since some moment.
enum Stopwatch: Sendable {
  /// Of a clock of any kind.
  case wrapped(@Sendable () -> Duration)
  #if os(Linux)
    /// Of the system's clock, without the call; counted from a moment of ``SystemTime``.
    case system(start: Int64)
  #endif

  /// The time since the moment.
  @inline(__always)
  var elapsed: Duration {
    switch self {
    case .wrapped(let elapsed): elapsed()
    #if os(Linux)
      case .system(let start): SystemTime.elapsed(since: start)
    #endif
    }
  }
}
