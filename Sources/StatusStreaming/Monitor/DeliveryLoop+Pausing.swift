extension DeliveryLoop {
  /// Waits until it is time to look for more.
  ///
  /// The tasks that the wait needs end with it, so that it can take place outside of a delivery.
  func pause() async {
    phase = wait(for: &source)
    while !phase.isReading {
      if needsTask(for: &source) { await waitInGroup() } else { await wait() }
    }
  }

  func waitInGroup() async {
    await withDiscardingTaskGroup { group in
      startTasks(in: &group)
      await wait()
      group.cancelAll()
    }
    alarm = Alarm(parker: source.parker)
  }
}

extension DeliveryPhase {
  /// Whether to look for more.
  var isReading: Bool {
    if case .reading = self { true } else { false }
  }
}
