/// A set of figures that are measured together.
protocol Suite: SendableMetatype {
  /// The name by which the suite is asked for.
  static var name: String { get }

  /// Measures all figures, one after another.
  ///
  /// - Parameter isQuick: Whether to take just enough time to see that everything runs.
  static func run(isQuick: Bool) throws -> [Figure]
}

extension Suite {
  /// Measures something and its floor in turn, after one run of each that does not count.
  static func measure(
    _ name: String, unit: String, goal: Double? = nil, runs: Int, _ subject: () throws -> Double,
    floor: (() throws -> Double)? = nil
  ) rethrows -> Figure {
    var values: [Double] = []
    var floors: [Double] = []
    for run in 0...runs {
      let floor = try floor?()
      let value = try subject()
      guard run > 0 else { continue }
      values.append(value)
      if let floor { floors.append(floor) }
    }
    return Figure(name: name, unit: unit, values: values, floors: floors, goal: goal)
  }

  /// How often a second something happens that happens a number of times in a piece of work.
  static func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    let elapsed = start.duration(to: .now)
    return Double(count) / (Double(elapsed.attoseconds) / 1e18)
  }
}
