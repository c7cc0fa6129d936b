/// One viewer's place in a timer queue, which it leaves when nobody holds the alarm any more.
///
/// Deadlines are put off by whatever is delivered, so an entry of the queue serves all the waits until
/// its time has come. Then the delivery looks and sets the alarm anew.
final class Alarm<C: Clock> where C.Duration == Duration {
  private let parker: Parker
  private let queue: TimerQueue<C>
  /// The earliest time at which the parker is woken that has not come yet.
  private var next: Duration?

  init(parker: Parker, in queue: TimerQueue<C>) {
    self.parker = parker
    self.queue = queue
  }

  deinit { if next != nil { queue.remove(parker) } }

  /// Wakes the parker at a deadline; it may be woken earlier as well.
  ///
  /// - Returns: whether the caller has to start the task that does so, for all the viewers.
  func set(to deadline: Duration) -> Bool {
    let now = queue.clock.now
    if let next, now < next, next <= deadline { return queue.isUnwatched }
    next = deadline
    return queue.insert(parker, deadline: deadline)
  }

  /// Leaves it to another viewer to start the task, since this one does not wait for it now.
  func passOn() {
    if queue.isUnwatched { queue.passOn(from: parker) }
  }

  /// Starts the task, unless another viewer has done so.
  func startWatch(in group: inout DiscardingTaskGroup) {
    guard let watch = queue.beginWatch() else { return }
    group.addTask { [queue] in await queue.run(watch) }
  }
}
