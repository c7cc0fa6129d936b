/// What goes wrong on a wire in a run.
struct WireFaults: Sendable {
  /// The write that throws, counted from 0.
  var failing: Int?
  /// The write that accepts nothing until it is cancelled, counted from 0.
  var stalling: Int?
  /// The write during which the connection's task is cancelled, counted from 0.
  var cancelling: Int?
}
