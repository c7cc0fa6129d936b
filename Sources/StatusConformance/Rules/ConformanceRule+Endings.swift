extension ConformanceRule {
  /// 2xx: how a trace ends.
  static let endings: [ConformanceRule] = [
    ConformanceRule(
      201, [.agent, .buffer, .delivery, .sink, .pipeline], "one terminal event",
      "A trace that ends well has exactly one terminal event.",
      because: """
        Without it a viewer waits for ever, or a browser's EventSource reconnects for ever; a second \
        one makes a client end a run that it has begun anew.
        """,
      presupposes: [102, 103]),
    ConformanceRule(
      202, [.agent, .buffer, .delivery, .sink, .pipeline], "nothing after the end",
      "Nothing follows a trace's terminal event: no event, no heartbeat, no byte.",
      because: """
        Clients close at the terminal event, so what follows is lost; after a WebSocket's Close frame \
        it is an error (RFC 6455, section 5.5.1).
        """,
      presupposes: [101, 103, 104, 201]),
    ConformanceRule(
      203, [.agent, .buffer, .delivery, .sink, .pipeline], "the end comes last",
      "A trace's terminal event comes after every update that was emitted before it.",
      because: """
        An end that overtakes queued updates, or that one worker reports while another still \
        publishes, cuts off the tail.
        """,
      presupposes: [101, 102]),
    ConformanceRule(
      204, [.agent, .buffer, .delivery, .sink, .pipeline], "a failure is told",
      "A run that fails ends with one failed terminal event that carries its message.",
      because: """
        Code after a `try` is skipped when the agent throws: the viewer is left waiting, or told of a \
        success.
        """,
      presupposes: [102, 103, 201, 203]),
    ConformanceRule(
      205, [.buffer, .delivery, .pipeline], "a late viewer gets it all",
      "A viewer of a finished trace gets all of it, or a gap and the rest, and the end.",
      because: """
        A loop that waits for the next append never wakes for a trace that has none to come.
        """,
      presupposes: [101, 102, 103, 104, 201]),
    ConformanceRule(
      206, [.delivery, .pipeline], "a delivery ends",
      """
      A delivery returns once it has delivered the terminal event, and throws where it ends before, since \
      a read has failed or the trace was removed.
      """,
      because: """
        A loop that only a cancellation ends keeps its connection and its timer until then, and makes \
        people cancel it too early.
        """,
      presupposes: [102, 201]),
    ConformanceRule(
      207, [.agent, .buffer, .delivery, .sink, .pipeline], "a cancellation is told",
      "A run that is cancelled ends with one cancelled terminal event that carries its reason.",
      because: """
        A run that was stopped is neither an answer nor a fault: told as one it counts as a success, \
        told as the other it wakes somebody up; and HTTP clients answer a cancellation with errors \
        of their own, so the kind of an error does not tell.
        """,
      presupposes: [102, 103, 201, 203, 204]),
    ConformanceRule(
      208, [.sink, .pipeline], "a cut is not an end",
      """
      A connection that is closed before its trace has ended does not look like one that ended, nor \
      one that ended with its trace like one that was cut.
      """,
      because: """
        A server that shuts down closes its connections; a client that takes that for the end of the \
        run neither reconnects nor tells its user that something is missing. A WebSocket without a Close \
        frame is a failure for its client (RFC 6455, section 7.1.5: code 1006), which comes again.
        """,
      presupposes: [102, 104]),
    ConformanceRule(
      209, [.sink], "a late heartbeat is no fault",
      "A heartbeat after the terminal event returns, as if there had been none.",
      because: """
        A server's timer may fire between the last event and the end of the connection: a sink that \
        throws then turns a delivery that has told everything into one that failed (a second frame \
        after a WebSocket's Close is refused by every framer; RFC 6455, section 5.5.1).
        """,
      presupposes: [102, 202]),
  ]
}

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
