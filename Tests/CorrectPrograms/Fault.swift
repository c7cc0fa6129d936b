/// A kind of mistake that people make in concurrent programs.
public enum Fault: String, Sendable, CaseIterable {
  /// A decision is made before a suspension and acted upon after it.
  case checkThenAct = "check, then act"
  /// A value is read, and written back changed after a suspension.
  case lostUpdate = "lost update"
  /// A condition is not looked at again after a wait for it.
  case missingRecheck = "no second look after a wait"
  /// A signal comes between the look at a condition and the wait for it.
  case missedWakeUp = "missed wake-up"
  /// A timer acts for a state that has changed since it was set.
  case staleTimer = "stale timer"
  /// Writes are in an order in which a reader can come between them.
  case wrongOrder = "wrong order of writes"
  /// An answer that comes late replaces a newer one.
  case lateAnswer = "late answer"
  /// Something taken is not given back on an error or a cancellation.
  case leak = "leak"
  /// A cancellation takes an item, a signal or a turn with it.
  case lostOnCancel = "lost on cancellation"
  /// Something goes on after it was told to stop.
  case lateStop = "late stop"
  /// Tasks wait for one another.
  case deadlock = "deadlock"
  /// A method is entered again while it waits, and its second run overtakes the first.
  case staleReentrancy = "reentrancy"
  /// Two reads of what belongs together are apart.
  case tornRead = "torn read"
  /// An element is dropped on its way.
  case lostItem = "lost item"
  /// Something is done twice.
  case doneTwice = "done twice"
}
