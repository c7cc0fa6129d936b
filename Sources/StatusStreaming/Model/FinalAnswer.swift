/// What a run of an agent came to.
public struct FinalAnswer: Sendable, Hashable {
  /// The answer itself.
  public var text: String
  /// The name of the route that the agent took, `nil` if it took none.
  public var route: String?
  /// Things that the run produced, by name, in the order of their making.
  public var artifacts: JSONObject
  /// What else is known of the run, in the order given.
  public var metadata: JSONObject

  /// Makes an answer from its fields.
  ///
  /// Encoders refuse an answer of which one of the last two is deeper than ``JSON/maximumDepth``.
  public init(
    text: String, route: String? = nil, artifacts: JSONObject = [:], metadata: JSONObject = [:]
  ) {
    self.text = text
    self.route = route
    self.artifacts = artifacts
    self.metadata = metadata
  }
}
