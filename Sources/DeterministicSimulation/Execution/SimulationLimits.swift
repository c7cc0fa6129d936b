/// How long a simulation may go on before it is taken to run for ever.
public struct SimulationLimits: Sendable, Hashable {
  /// The most steps: jobs that are run, and calls that return without waiting.
  public var steps: Int

  /// The most virtual time; none may pass if it is not positive, and any if the clock can't count it.
  public var virtualTime: Duration

  /// A million steps and a day of virtual time, unless said otherwise.
  public init(steps: Int = 1_000_000, virtualTime: Duration = .seconds(86_400)) {
    self.steps = steps
    self.virtualTime = virtualTime
  }
}
