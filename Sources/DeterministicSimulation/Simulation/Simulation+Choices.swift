extension Simulation {
  /// Draws a number from the run's stream of choices, so that exploration varies it.
  ///
  /// Zero should be the plainest case: it is what a run without a scheduler gets, and what
  /// shrinking strives for.
  ///
  /// - Returns: A number from zero up to, not including, the bound; zero if the bound is below two.
  public func next(
    below bound: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    guard core.isOnOwnThread else {
      core.reportForeignCall("next(below:)", at: SourceSite(fileID: fileID, line: line))
      return 0
    }
    return core.draw(below: bound)
  }

  /// Draws one of some values, of which the first should be the plainest.
  ///
  /// - Returns: `nil` if there are none.
  public func element<Values: RandomAccessCollection>(
    of values: Values, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Values.Element? {
    guard !values.isEmpty else { return nil }
    let offset = next(below: values.count, fileID: fileID, line: line)
    return values[values.index(values.startIndex, offsetBy: offset)]
  }
}
