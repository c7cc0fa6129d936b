/// Why a parked task goes on.
enum Wake: Sendable {
  /// What it waited for has come.
  case arrived

  /// It was cancelled.
  case cancelled

  /// The simulation has failed, so that what it waited for will never come.
  case abandoned
}
