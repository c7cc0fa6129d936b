/// Runs a body under many schedules, and counts what it returns.
///
/// It goes about it as ``explore(_:options:fileID:line:_:)`` does. That a body can return several
/// values need not be wrong; this is how to see which, and to say so in a test:
///
/// <!-- example in ValuesExample -->
/// ```swift
/// let explored = try exploreValues(.depthFirst(schedules: 10_000)) { sim in
///   let channel = sim.channel("numbers", of: Int.self)
///   for number in 1...2 { sim.spawn { try await channel.send(number) } }
///   return try await channel.receive()
/// }
/// guard Set(explored.values.keys) == [1, 2] else { throw MissingOrder() }
/// ```
///
/// - Returns: What was covered, and each value with the number of schedules that returned it.
/// - Throws: As ``explore(_:options:fileID:line:_:)``.
public func exploreValues<Value: Hashable & Sendable>(
  _ strategy: ExplorationStrategy, options: ExplorationOptions = ExplorationOptions(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping @Sendable (Simulation) async throws -> Value
) throws -> (summary: ExplorationSummary, values: [Value: Int]) {
  let body = ExploredBody(
    body: { sim in ExploredValue(try await body(sim)) }, limits: options.limits,
    site: SourceSite(fileID: fileID, line: line))
  let explored = try body.explore(strategy, options)
  var values: [Value: Int] = [:]
  for (value, count) in explored.values {
    if let value = value.base as? Value { values[value] = count }
  }
  return (explored.summary, values)
}
