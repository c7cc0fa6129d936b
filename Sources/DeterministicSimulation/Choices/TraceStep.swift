/// One line of a run's trace: a task that ran, or a number that it drew.
public struct TraceStep: Sendable, Hashable {
  /// The step of the run, counted from one.
  public let step: Int

  /// The virtual instant.
  public let time: VirtualInstant

  /// The label of the task that ran.
  public let label: String

  /// What the choice was among.
  public let kind: Kind

  /// How the choice was settled; `nil` if there was only one possibility.
  public let choice: Choice?

  /// What the step touched, up to where the task suspended; nothing for a number drawn.
  public internal(set) var footprint = Footprint()

  /// Whether that has been taken note of, as is done once for each stretch that a job runs.
  var hasFootprint = false

  init(
    step: Int, time: VirtualInstant, label: String, kind: Kind, choice: Choice?
  ) {
    self.step = step
    self.time = time
    self.label = label
    self.kind = kind
    self.choice = choice
  }

  /// What was settled.
  public enum Kind: Sendable, Hashable {
    /// Which runnable job goes next.
    case run

    /// A number that the running task drew.
    case draw
  }
}

extension TraceStep: CustomStringConvertible {
  /// The step, its time, the label, and the choice.
  public var description: String {
    let choice = choice.map { " (\($0.value) of \($0.bound))" } ?? ""
    return "\(step) at \(time): \(label)\(kind == .draw ? " draws" : "")\(choice)"
  }
}
