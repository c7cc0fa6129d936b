extension ConformanceRule {
  /// 6xx: what becomes of the output where the viewer goes, or takes nothing.
  static let closing: [ConformanceRule] = [
    ConformanceRule(
      613, [.delivery], needs: .closing, "a cancelled output is ended",
      """
      After a cancellation the sink is closed by a task that is not cancelled, unless nothing was \
      asked of it or a call has thrown.
      """,
      because: """
        Transports such as SwiftNIO's async writer refuse whatever a cancelled task writes: a close \
        within it writes nothing, the peer of a WebSocket sees 1006 instead of a Close frame, and the \
        server believes that all is well.
        """,
      presupposes: [106, 603, 604]),
    ConformanceRule(
      614, [.delivery], "a stalled send is given up",
      """
      A send that takes longer than the declared time-out, and no other, is cancelled and waited for; \
      nothing follows it, and the connection ends with an error.
      """,
      because: """
        A phone without reception keeps its task for ever. One that is left behind instead of waited \
        for goes on writing while the connection is used for something else.
        """,
      presupposes: [102, 103, 603, 604]),
    ConformanceRule(
      615, [.delivery], needs: .closing, "a close that fails is told",
      """
      A close that throws, or does not return within half a minute, ends the connection with an \
      error that is no `CancellationError`.
      """,
      because: """
        A `try?` around the close, or an ending that says “cancelled” as if all were well, hides that \
        no viewer of a server that stops gets its Close frame.
        """,
      presupposes: [603, 604, 613]),
    ConformanceRule(
      616, [.sink], "a cancelled task writes nothing",
      """
      A call that is not cancelled itself begins no write in a task that is, or a call throws.
      """,
      because: """
        Transports such as SwiftNIO's async writer refuse what a cancelled task writes: a pump that is \
        cancelled by `close()` before it has written the Close frame never writes it.
        """,
      presupposes: [102, 106, 603, 604]),
  ]
}
