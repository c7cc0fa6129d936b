/// What goes wrong on a wire in a run.
struct WireFaults: Sendable {
  /// The write that throws, counted from 0.
  var failing: Int?
  /// The write that accepts nothing until it is cancelled, counted from 0.
  var stalling: Int?
  /// After which time the write that stalls is accepted all the same; never, unless it is given.
  var recovery: Duration?
  /// How many writes may take seconds.
  var slowWrites = 0
  /// The write during which the connection's task is cancelled, counted from 0.
  var cancelling: Int?
  /// Whether it takes what a cancelled task writes, as a file descriptor does.
  var takesCancelledWrites = false
}
