extension Coverage {
  /// What went on between a pipeline and its viewers.
  public struct Traffic: Sendable, Hashable {
    /// How many connections were opened.
    public internal(set) var connections = 0
    /// How many of them a viewer has cut: it hung up, or vanished.
    public internal(set) var cuts = 0
    /// How many of them went on after an id.
    public internal(set) var resumptions = 0
    /// How many events were read.
    public internal(set) var events = 0
    /// How long the slowest event took from its publication to a viewer that was there and read at once;
    /// `nil` if there was none.
    public internal(set) var slowest: Duration?

    package init() {}

    mutating func add(_ other: Traffic) {
      connections += other.connections
      cuts += other.cuts
      resumptions += other.resumptions
      events += other.events
      slowest = [slowest, other.slowest].compactMap(\.self).max()
    }
  }
}

extension Coverage.Traffic: CustomStringConvertible {
  /// The numbers in words.
  public var description: String {
    let times = slowest.map { slowest in
      let milliseconds = slowest / .milliseconds(1)
      return ", the slowest \((milliseconds * 10).rounded() / 10) ms after its publication"
    }
    return """
      \(connections) connections, \(cuts) cut by viewers, \(resumptions) resumed; \
      \(events) events read\(times ?? "")
      """
  }
}
