/// One step of an agent's plan.
public struct RoadmapStep: Sendable, Hashable {
  /// How a planned step is doing.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The step has not begun.
    case pending
    /// The step is being executed.
    case running
    /// The step ended well.
    case ok
    /// The step failed.
    case error
  }

  /// The number that updates about the step carry; nothing refuses a plan of which two steps have one.
  public var id: Int
  /// A short title.
  public var name: String
  /// What the step does, in a sentence.
  public var description: String
  /// How the step is doing.
  public var status: Status

  /// Makes a step, pending unless said otherwise.
  public init(id: Int, name: String, description: String, status: Status = .pending) {
    self.id = id
    self.name = name
    self.description = description
    self.status = status
  }
}
