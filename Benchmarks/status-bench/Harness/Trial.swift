/// A piece of work that is measured by running it.
struct Trial {
  let name: String
  let kind: Reference.Kind
  /// Runs the work once and says what was measured.
  let run: () async throws -> Double

  /// What a user would write without the package.
  static func baseline(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .baseline, run: run)
  }

  /// The least that anything with the figure's purpose must do.
  static func floor(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .floor, run: run)
  }

  /// The package itself in another size, to show how a cost grows.
  static func other(_ name: String, _ run: @escaping () async throws -> Double) -> Trial {
    Trial(name: name, kind: .other, run: run)
  }
}
