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
/// throws, stalls, refuses an event or takes part of a batch, viewers come late, together or again, and
/// traces run side by side; and worlds, in which several of these things happen at once, over up to a
/// thousand updates and minutes of silence, seldom hours.
///
/// What is promised to a viewer, and is judged in each of them:
/// - Calls of a sink come one after the other. Heartbeats come between events and before the first,
///   none after the terminal event; after it only one close may follow, or none.
/// - What a call has accepted is not sent again on the same connection, and what it has not is. A call
///   that throws is the last one of its sink, unless it refused an event.
/// - Once the connection's task is cancelled, no call but a close begins: a batch in hand is not sent
///   on, so ask `Task.isCancelled` before each event. The closure returns or throws within 35 seconds,
///   what the sink takes not counted, also where the agent has not said anything yet: then there is
///   nothing to tell, not even an end.
/// - A sink may hold any call for minutes. What comes meanwhile is sent when it returns.
/// - A sink that refuses events may refuse a gap, too; the update is left out then, and the connection goes
///   on. It may refuse every form of an end, down to an empty message; then the closure throws. One that is
///   cancelled may throw, or still return.
/// - The buffer's history has an epoch in some runs, so a cursor is more than its number.
/// - A loop with heartbeats is charged if for 35 seconds nothing is asked of its sink: one beat each half
///   a minute is enough, whatever the sink's latency.
/// - Reads of ``DeliveryRun/buffer`` take up to two seconds, in hours of silence twelve and more. They may fail,
///   also again and again, with an error that is no `BufferError`: with a `CancellationError`, too, though
///   nobody has cancelled the loop, as where a task of the buffer's own was. The loop may read again then, or
///   throw, and so may all those that one reader serves; whoever comes again is to lose nothing. A minute
///   after the agent has ended, what has not been sent is taken to be lost. When a trace is removed
///   of which the viewer has seen something, the loop has to end.
///
/// A closure that ends before it has delivered the end of its trace throws, whatever the reason, unless the
/// connection was cancelled, and then it may. One that ends the output of a cancelled connection,
/// in a task of its own (``DeliveryRun/spawn(_:shielded:fileID:line:_:)``), declares `.closing`, and one
/// that gives up a send its `sendTimeout`; a monitor promises both where its sink is given away, or lent
/// with time-outs, and neither where it is `inout` without them.
public struct DeliveryVerification: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Describes what to check.
  ///
  /// - Parameters:
  ///   - name: what the loop is called in reports.
  ///   - capabilities: what it can do: `.bounded`, which is usual, `.resumable`, `.heartbeats`,
  ///     `.sizeLimit` if it goes on where its sink refuses an event, `.closing` if it ends the output
  ///     of a cancelled connection.
  ///   - readAhead: how many events it may hold for a viewer that accepts nothing, beside what one
  ///     read of the buffer has given: events that it has read and not offered to the sink yet; judged if
  ///     it is `.bounded`.
  ///   - sendTimeout: how long the loop lets a send take before it gives it up and throws, up to a
  ///     minute; `nil` for ever, so that rule 614, which needs it instead of a capability, is skipped.
  ///   - execution: how it is run.
  ///   - program: serves one connection, which ends when it returns or throws.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    name: String = "delivery loop", capabilities: Set<ConformanceCapability> = [.bounded],
    readAhead: Int = 64, sendTimeout: Duration? = nil, execution: Execution = .simulated,
    fileID: StaticString = #fileID, line: UInt = #line, column: UInt = #column,
    _ program: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) {
    let trial = DeliveryTrial(
      capabilities: capabilities, isExplored: execution.isExplored,
      readAhead: max(readAhead, 0), sendTimeout: sendTimeout, program: program)
    verifier = Verifier(
      trial, name: name, execution: execution, types: [],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}
