extension Core {
  /// Picks the index of the entry that runs next; the run has failed if there is no such entry.
  func pick() -> Int {
    let count = state.queue.count
    guard state.scheduler != nil else { return note(0, below: count) }
    let runnable = RunnableTasks(queue: state.queue, last: state.last)
    return note(state.scheduler?.pick(from: runnable) ?? 0, below: count)
  }

  /// Draws a number below a bound; zero if there is no other, or once the run has failed.
  func draw(below bound: Int) -> Int {
    guard bound > 1, state.phase == .running else { return 0 }
    state.footprint.marks.formUnion(.drawing)
    let value = note(state.scheduler?.next(below: bound) ?? 0, below: bound)
    if let caller = identifyCaller() ?? state.current, options.records {
      state.recording.drew(
        Choice(value: value, bound: bound), by: state.tasks[caller], step: state.steps,
        time: now)
    }
    return value
  }

  /// Tells the scheduler what happens, if it wants to hear.
  @inline(__always)
  func tell(_ event: @autoclosure () -> SchedulingEvent) {
    if state.isHeard { state.scheduler?.hear(event()) }
  }

  private func note(_ value: Int, below bound: Int) -> Int {
    guard value >= 0, value < bound else {
      let expectation = (state.scheduler as? ReplayScheduler)?.expectation
      let last = state.last.flatMap { state.tasks.unended($0) }
      fail(
        .divergence,
        detail: """
          the schedule does not fit: at choice \(state.recording.choices.count + 1)\
          \(last.map { ", after a step of \"\($0.label)\"," } ?? "") there are \
          \(bound) possibilities, which is not what it expects\
          \(expectation.map { ": when it was made, \($0)" } ?? "")
          """)
      return 0
    }
    if options.records { state.recording.append(Choice(value: value, bound: bound)) }
    return value
  }
}
