extension DeliveryLoop {
  /// Waits until it is time to look for more.
  ///
  /// The tasks that the wait needs end with it, so that it can take place outside of a delivery.
  mutating func pause() async {
    phase = nextWait
    while !phase.isReading {
      if needsTask { await waitInGroup() } else { await wait() }
    }
  }

  mutating func waitInGroup() async {
    await withDiscardingTaskGroup { group in
      startTasks(in: &group)
      await wait()
      group.cancelAll()
    }
  }
}

extension DeliveryPhase {
  /// Whether to look for more.
  var isReading: Bool {
    if case .reading = self { true } else { false }
  }
}
