/// The version of the program.
enum ProgramVersion {
  /// That which `--version` prints.
  static let current = "0.1.0"
}
