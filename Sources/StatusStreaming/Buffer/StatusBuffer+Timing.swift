internal import StateLocking

extension StatusBuffer {
  /// How long ago a trace was opened, by the buffer's clock.
  ///
  /// Taken from the time on the wall it says when that was, for wires that want to know.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func age(of trace: TraceID) throws(BufferError) -> Duration {
    try log(of: trace).stopwatch.elapsed
  }

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
