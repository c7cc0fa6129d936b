public import StatusStreaming

/// A buffer that refuses nothing, so that what an agent does wrong is seen.
///
/// For agents that publish by themselves: what they add after the end, or a second end, is kept and
/// judged, where a real buffer's error is easily ignored.
public struct AgentLog: StatusBuffering {
  let history: AgentHistory

  /// Does nothing, since every trace is accepted.
  public func open(_ trace: TraceID) {}

  /// Notes an update, whatever has happened before.
  ///
  /// - Returns: its place among all that was noted, from 1 on.
  @discardableResult
  public func append(
    _ update: StatusUpdate, to trace: TraceID
  ) -> SequenceNumber {
    history.note(.update(update), in: trace)
  }

  /// Notes an end, whether it is the first or not.
  ///
  /// - Returns: its place among all that was noted, from 1 on.
  @discardableResult
  public func finish(_ trace: TraceID, with outcome: TraceOutcome) -> SequenceNumber {
    history.note(outcome.payload, in: trace)
  }

  /// What was noted of the run's trace after a cursor, at most `limit` of it; nothing of others.
  public func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) -> [StreamEvent] {
    let number = max(cursor.number.rawValue, 0)
    return Array(history.events(of: trace).dropFirst(number).prefix(max(limit, 0)))
  }

  /// Does nothing: what an agent has said stays said.
  public func remove(_ trace: TraceID) {}
}
