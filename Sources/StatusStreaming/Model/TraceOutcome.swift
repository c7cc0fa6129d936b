/// How a run ends: what the terminal event of its trace says.
public enum TraceOutcome: Sendable, Hashable {
  /// The run has an answer.
  case complete(FinalAnswer)
  /// The run has none, for the reason given, which clients see.
  case failed(message: String)
  /// The run was stopped before it had one, for the reason given, which clients see.
  case cancelled(reason: String)

  /// The payload of the terminal event.
  public var payload: StreamEvent.Payload {
    switch self {
    case .complete(let answer): .complete(answer)
    case .failed(let message): .failed(message: message)
    case .cancelled(let reason): .cancelled(reason: reason)
    }
  }
}
