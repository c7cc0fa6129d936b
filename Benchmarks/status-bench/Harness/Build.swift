/// How the benchmarks were built.
struct Build: Codable, Equatable {
  let isOptimised: Bool
  /// The compiler's version, as far as a program can tell.
  let swift: String

  static let current = Build(isOptimised: isBuildOptimised(), swift: compiler)

  private static func isBuildOptimised() -> Bool {
    var isOptimised = true
    // The optimiser leaves assertions out.
    assert(
      {
        isOptimised = false
        return true
      }())
    return isOptimised
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3.2)
      "6.3.2 or a later 6.3"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
