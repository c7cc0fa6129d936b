internal import StateLocking

extension StatusBuffer {
  /// What wakes the buffer's viewers that measure time with a clock.
  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration {
    timerQueues.withLock { queues in
      for case let queue as TimerQueue<C> in queues.elements where queue.clock.shows(clock) {
        return queue
      }
      let queue = TimerQueue(clock)
      queues.insert(queue)
      return queue
    }
  }
}
