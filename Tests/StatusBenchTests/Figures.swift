@testable import status_bench

extension Figure {
  /// A figure of the suite `test` that has been measured.
  static func measured(
    _ name: String, _ values: [Double], better: Direction = .higher, unit: String = "x/s"
  ) -> Figure {
    Figure(suite: "test", name: name, unit: unit, better: better, values: values)
  }
}

extension Report {
  static func of(_ figures: [Figure], isQuick: Bool = false, cores: Int = 2) -> Report {
    Report(
      isQuick: isQuick,
      machine: Machine(processor: "P", cores: cores, system: "S", kernel: "K"),
      build: Build(isOptimised: true, swift: "6.3.1"), figures: figures)
  }
}
