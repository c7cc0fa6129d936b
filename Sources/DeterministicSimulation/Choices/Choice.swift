/// One thing that a run left undecided, and how it was settled.
public struct Choice: Sendable, Hashable {
  /// What was chosen: a number from zero up to, not including, the bound.
  public let value: Int

  /// How many possibilities there were; at least two.
  public let bound: Int

  /// Notes a choice.
  public init(value: Int, bound: Int) {
    self.value = value
    self.bound = bound
  }
}
