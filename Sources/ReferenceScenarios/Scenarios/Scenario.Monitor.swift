extension Scenario {
  /// How the monitors of a scenario's viewers work.
  public struct Monitor: Sendable, Hashable {
    /// When to look again.
    public var wakeup: Wakeup
    /// How long nothing may be written before a heartbeat; `nil` for ever.
    public var heartbeatInterval: Duration?

    /// Polls every 50 milliseconds without heartbeats, unless said otherwise.
    public init(
      wakeup: Wakeup = .polling(every: .milliseconds(50)), heartbeatInterval: Duration? = nil
    ) {
      self.wakeup = wakeup
      self.heartbeatInterval = heartbeatInterval
    }
  }
}
