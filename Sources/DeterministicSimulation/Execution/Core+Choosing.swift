extension Core {
  /// Picks the index of the entry that runs next; the run has failed if there is no such entry.
  func pick() -> Int {
    guard scheduler != nil else { return note(0, below: queue.count) }
    let runnable = RunnableTasks(queue: queue, last: last)
    return note(scheduler?.pick(from: runnable) ?? 0, below: runnable.count)
  }

  /// Draws a number below a bound; zero if there is no other, or once the run has failed.
  func draw(below bound: Int) -> Int {
    guard bound > 1, phase == .running, failure == nil else { return 0 }
    let value = note(scheduler?.next(below: bound) ?? 0, below: bound)
    if options.records, let current {
      recording.drew(
        Choice(value: value, bound: bound), by: current, step: steps, time: now)
    }
    return value
  }

  private func note(_ value: Int, below bound: Int) -> Int {
    guard value >= 0, value < bound else {
      fail(
        .divergence,
        detail: """
          the schedule does not fit: at choice \(recording.choices.count + 1) there are \(bound) \
          possibilities, which is not what it expects
          """)
      return 0
    }
    if options.records { recording.append(Choice(value: value, bound: bound)) }
    return value
  }
}
