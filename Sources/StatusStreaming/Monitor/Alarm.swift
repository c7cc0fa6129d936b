/// Wakes a waiting delivery at a time, in a task that outlasts the wait.
///
/// Deadlines are put off by whatever is delivered, so one sleep serves all the waits until it ends,
/// and a wait costs no task of its own. Then the delivery looks and sets the alarm anew.
struct Alarm<C: Clock> where C.Duration == Duration {
  let clock: C
  let parker: Parker
  /// The earliest time at which a sleep ends that has not ended yet.
  private var next: C.Instant?

  init(clock: C, parker: Parker) {
    self.clock = clock
    self.parker = parker
  }

  /// Makes sure that the parker is woken at a deadline; it may be earlier as well.
  mutating func set(to deadline: C.Instant, in group: inout DiscardingTaskGroup) {
    if let next, clock.now < next, next <= deadline { return }
    next = deadline
    group.addTask { [clock, parker] in
      // A sleep that is cancelled has nobody left to wake.
      guard (try? await clock.sleep(until: deadline, tolerance: nil)) != nil else { return }
      parker.unpark()
    }
  }
}
