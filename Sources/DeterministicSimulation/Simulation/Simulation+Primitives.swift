extension Simulation {
  /// Makes a lock for the tasks of this run.
  public func lock(_ name: String) -> SimulatedLock {
    SimulatedLock(name: name, core: core)
  }

  /// Makes a channel for the tasks of this run.
  ///
  /// - Parameter capacity: How many elements it holds before a sender waits, at least one.
  public func channel<Element: Sendable>(
    _ name: String, of type: Element.Type = Element.self, capacity: Int = .max
  ) -> SimulatedChannel<Element> {
    SimulatedChannel(name: name, capacity: capacity, core: core)
  }

  /// Makes an executor for an actor whose messages shall interleave one by one.
  public func lane(
    _ name: String, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Lane {
    core.makeLane(name, SourceSite(fileID: fileID, line: line))
  }
}
