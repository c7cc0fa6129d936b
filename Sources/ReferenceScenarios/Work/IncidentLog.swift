/// What was logged when an incident happened.
public struct IncidentLog: Sendable, Hashable {
  /// The lines in the order of their writing.
  public let lines: [String]

  /// Gathers the lines.
  public init() {
    self.lines = [
      "Traceback (most recent call last):",
      "  File \"service.py\", line 42, in load_settings",
      "ValueError: missing required field 'api_key'",
    ]
  }
}
