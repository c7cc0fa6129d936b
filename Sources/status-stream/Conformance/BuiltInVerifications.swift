internal import StatusConformance

/// What the package's own implementations are verified by.
enum BuiltInVerifications {
  /// One for each implementation, stage by stage.
  static let all: [any Verification] = []
}
