public import StatusStreaming

extension Scenario {
  /// Someone who watches, over one connection or, after cuts, several.
  public struct Viewer: Sendable, Hashable {
    /// What is written to the viewer.
    public var format: Format
    /// What the viewer watches.
    public var subject: Subject
    /// When the first connection is made, from the beginning of the scenario.
    public var arrival: Duration
    /// How long the connection takes to accept a write.
    public var writeLatency: Duration
    /// How the connections but the last end.
    public var cuts: [Cut]
    /// How long after it is made the server closes the last connection, if it does not end before.
    public var departure: Duration?

    /// Describes a viewer.
    public init(
      _ format: Format, of subject: Subject = .trace("run-1"), arrival: Duration = .zero,
      writeLatency: Duration = .zero, cuts: [Cut] = [], departure: Duration? = nil
    ) {
      self.format = format
      self.subject = subject
      self.arrival = arrival
      self.writeLatency = writeLatency
      self.cuts = cuts
      self.departure = departure
    }
  }
}
