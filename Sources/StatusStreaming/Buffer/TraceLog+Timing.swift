import Synchronization

extension TraceLog {
  /// Whether some viewer has a task that ends the trace if it stays silent.
  var hasTimer: Bool { isTimed.load(ordering: .acquiring) }

  /// - Returns: whether the caller is to start the task, since nobody has one.
  func takeTimer() -> Bool { !isTimed.exchange(true, ordering: .acquiring) }

  /// Takes note that the task has ended, so that another viewer starts one.
  func returnTimer() {
    isTimed.store(false, ordering: .releasing)
    signal.change { _ in }
  }
}
