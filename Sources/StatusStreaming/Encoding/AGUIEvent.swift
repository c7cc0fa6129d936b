/// What this package says in events of the AG-UI protocol, each a JSON object.
///
/// Names and members are those of AG-UI 1.0 (`spec/1.0/schema.json`), whose objects are closed: what it
/// has no member for stands in the metadata, under a key of the package's own.
enum AGUIEvent: Sendable {
  case runStarted
  case stepStarted(String)
  /// A step that ends, with what is said about an error.
  case stepFinished(String, error: String? = nil)
  /// What the agent says, all but the plan; `nil` if it is not known.
  case status(StatusUpdate?)
  /// The plan; `nil` if it is not known.
  case plan([RoadmapStep]?)
  /// New states of the plan's steps, by their places.
  case planSteps([(index: Int, status: RoadmapStep.Status)])
  case gap(lost: Int)
  case textStarted
  case text(String)
  case textEnded
  case runComplete(FinalAnswer)
  case runCancelled(reason: String)
  case runFailed(message: String)
}

/// Events that are told together, since they are what one event of a trace amounts to.
struct AGUIGroup: Sendable {
  var events: [AGUIEvent]
  /// When it happened, counted from the opening of the trace.
  let time: Duration
  /// Where a client is that has all of them; `nil` if they tell again how things stand.
  let cursor: Cursor?
}

/// What is the same in all events of a connection.
struct AGUIRun: Sendable, Hashable {
  /// The conversation that the run belongs to.
  let threadID: String
  /// When the trace was opened, counted from 1970.
  let startedAt: Duration

  /// The largest magnitude of a number that every reader of JSON takes.
  private static let maximumInteger: Int128 = 9_007_199_254_740_991

  /// A time of the trace in milliseconds since 1970, held within what may be written.
  func timestamp(at time: Duration) -> Int {
    let (start, elapsed) = (startedAt.milliseconds, time.milliseconds)
    return Int(min(max(start + elapsed, -Self.maximumInteger), Self.maximumInteger))
  }
}

extension Duration {
  /// Whole milliseconds, cut towards the past.
  fileprivate var milliseconds: Int128 {
    let (quotient, remainder) = attoseconds.quotientAndRemainder(
      dividingBy: 1_000_000_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
