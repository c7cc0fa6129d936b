/// A reader's place among the changes of a buffer's traces.
public struct ChangeMark: Sendable, Hashable {
  /// The place before all changes.
  public static let start = ChangeMark(number: 0)

  let number: Int
}
