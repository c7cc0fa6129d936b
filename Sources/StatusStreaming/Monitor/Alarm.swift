/// Wakes a waiting delivery at a time, in a task that outlasts the wait.
///
/// Deadlines are put off by whatever is delivered, so one sleep serves all the waits until it ends,
/// and a wait costs no task of its own. Then the delivery looks and sets the alarm anew.
struct Alarm {
  let parker: Parker
  /// The earliest time at which a sleep ends that has not ended yet.
  private var next: Duration?

  init(parker: Parker) {
    self.parker = parker
  }

  /// Whether the parker is woken at a deadline; it may be earlier as well.
  func isSet(to deadline: Duration, at now: Duration) -> Bool {
    guard let next else { return false }
    return now < next && next <= deadline
  }

  /// Wakes the parker at a deadline.
  mutating func set(
    to deadline: Duration, on clock: DeliveryClock<some Clock>, in group: inout DiscardingTaskGroup
  ) {
    next = deadline
    group.addTask { [parker] in
      // A sleep that is cancelled has nobody left to wake.
      guard (try? await clock.sleep(until: deadline)) != nil else { return }
      parker.unpark()
    }
  }
}
