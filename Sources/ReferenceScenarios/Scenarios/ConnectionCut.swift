/// The failure of a write to a connection that its scenario has cut off.
public struct ConnectionCut: Error, Sendable, Hashable, CustomStringConvertible {
  /// Says what has happened.
  public var description: String { "the connection was cut" }
}
