/// What the viewers of a played scenario got.
public struct Playback: Sendable {
  /// The connections, in the order of ``Scenario/fileNames``.
  public let connections: [Connection]
}
