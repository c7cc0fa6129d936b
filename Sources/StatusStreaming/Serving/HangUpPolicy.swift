/// What becomes of a run's agent when all its viewers have hung up.
///
/// A viewer has hung up if its connection is over before the trace is: its delivery was cancelled, as
/// servers do when the client goes, its sink failed, or its body, its viewing or its iteration of
/// ``StatusBuffer/Events`` was dropped. One that is sent away has not: because the buffer drains, refuses
/// it or has failed, or because its encoder takes nothing more. What counts is how the last one left.
public struct HangUpPolicy: Sendable, Hashable {
  /// The agent goes on to its end, watched or not.
  public static let agentContinues = HangUpPolicy(grace: nil)

  /// How long the agent goes on; `nil` to its end.
  let grace: Duration?

  private init(grace: Duration?) {
    self.grace = grace
  }

  /// The agent is cancelled when the last viewer has hung up and none has come for a time.
  ///
  /// Only who was there can hang up: an agent that nobody has watched goes on. Viewers of all traces
  /// do not count. While the buffer drains, when nobody can come back, no agent is cancelled.
  ///
  /// Clients of a resumable profile come back by themselves after each connection that was cut, so
  /// they have to be given time for that.
  ///
  /// - Parameters:
  ///   - reconnectGrace: how long nobody may be there, by the buffer's clock; a century and more is for
  ///     ever.
  ///   - clientsResume: whether clients that were cut off come back to where they were, as those of
  ///     ``EventStreamEncoder/Profile/resumable`` do. For those that can't the time may be zero.
  /// - Throws: ``InvalidReconnectGrace`` if the time is negative, or zero though clients resume.
  public static func cancelsAgent(
    reconnectGrace: Duration, clientsResume: Bool = true
  ) throws(InvalidReconnectGrace) -> HangUpPolicy {
    guard reconnectGrace > .zero || (reconnectGrace == .zero && !clientsResume) else {
      throw InvalidReconnectGrace(grace: reconnectGrace, clientsResume: clientsResume)
    }
    return HangUpPolicy(grace: reconnectGrace.finite)
  }
}

/// The refusal of a time in which viewers may come back.
public struct InvalidReconnectGrace: Error, Sendable, Hashable, CustomStringConvertible {
  /// The time that was refused.
  public let grace: Duration
  /// Whether clients come back by themselves.
  public let clientsResume: Bool

  /// Says which time was refused and what was expected.
  public var description: String {
    let expected =
      clientsResume
      ? "more than zero, since clients that resume come back after each connection that was cut;"
        + " zero is for clients that don't (clientsResume: false)"
      : "zero or more"
    return "reconnectGrace \(grace): expected \(expected)"
  }
}
