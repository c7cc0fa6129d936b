/// Figures on one subject.
protocol Suite: SendableMetatype {
  /// The name by which the suite is asked for.
  static var name: String { get }

  /// Measures all figures, one after another.
  static func run(on bench: inout Bench) async throws
}
