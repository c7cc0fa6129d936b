extension ByteDifference {
  /// How much of the changes is shown.
  public struct Limits: Sendable, Hashable {
    /// How many unchanged lines stand around each change.
    public var context: Int
    /// How many lines are shown in all; the rest is counted.
    public var lines: Int
    /// How many bytes of a line are shown, around its first difference if there is one.
    public var columns: Int

    /// Sets the limits.
    public init(context: Int = 3, lines: Int = 60, columns: Int = 160) {
      self.context = context
      self.lines = lines
      self.columns = columns
    }
  }
}
