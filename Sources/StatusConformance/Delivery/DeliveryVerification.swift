import DeterministicSimulation

/// Checks a delivery loop: whatever carries a buffer's updates to a viewer's sink.
///
/// The closure is one viewer's connection. It is called once for each, with all that it needs:
///
/// <!-- example in ThirdPartyExample -->
/// ```swift
/// @Test(arguments: ConformanceRule.delivery)
/// func delivery(rule: ConformanceRule) async throws {
///   try await DeliveryVerification { run in
///     for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
///       try await run.sink.send(event)
///     }
///   }.expect(rule)
/// }
/// ```
///
/// Beside plain runs there are those in which the agent fails, the connection is cancelled, the sink
/// throws, stalls, refuses an event or takes part of a batch, viewers come late, together or again, and traces run side by side.
public struct DeliveryVerification: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Describes what to check.
  ///
  /// - Parameters:
  ///   - name: what the loop is called in reports.
  ///   - capabilities: what it can do: `.bounded`, which is usual, `.resumable`, `.heartbeats`,
  ///     `.sizeLimit` if it goes on where its sink refuses an event.
  ///   - execution: how it is run.
  ///   - program: serves one connection, which ends when it returns or throws.
  public init(
    name: String = "delivery loop", capabilities: Set<ConformanceCapability> = [.bounded],
    execution: Execution = .simulated, fileID: StaticString = #fileID, line: UInt = #line,
    column: UInt = #column, _ program: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) {
    let trial = DeliveryTrial(
      capabilities: capabilities, isExplored: execution.isExplored, program: program)
    verifier = Verifier(
      trial, name: name, execution: execution, types: [],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}
