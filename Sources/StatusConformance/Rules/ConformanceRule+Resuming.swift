extension ConformanceRule {
  /// 5xx: going on where a viewer was.
  static let resuming: [ConformanceRule] = [
    ConformanceRule(
      501, [.buffer, .delivery, .pipeline], needs: .resumable, "a resume gives what follows",
      "After a number, exactly the events with higher numbers arrive, no more than are asked for.",
      because: """
        An inclusive comparison repeats one event for each reconnection, and a position in the list \
        taken for a number skips one (WHATWG HTML, section 9.2.4, Last-Event-ID).
        """,
      presupposes: [101, 102, 103, 104, 201, 206]),
    ConformanceRule(
      502, [.buffer, .delivery], needs: .resumable, "an expired number gives a gap",
      "A resume after a number whose successors are gone begins with a gap that counts them.",
      because: "A client that is sent the rest without a word believes that it has everything.",
      presupposes: [201, 402, 501]),
    ConformanceRule(
      503, [.sink, .pipeline], "only kept events carry numbers",
      "The number that a client would resume after is always that of an event it was sent.",
      because: """
        A heartbeat or a greeting with an id of its own moves the browser's last event id to a \
        number that the buffer does not know (WHATWG HTML, section 9.2.6).
        """,
      presupposes: [105]),
    ConformanceRule(
      504, [.delivery, .pipeline], "no hole between backlog and live",
      "A viewer that joins a running trace gets what is there already and all that follows.",
      because: """
        Reading the backlog first and subscribing then loses what comes between; the other way round \
        repeats it.
        """,
      presupposes: [101, 102, 103, 104, 201, 205]),
    ConformanceRule(
      505, [.buffer, .pipeline], needs: .resumable, "another history is refused",
      "A cursor of another epoch is refused, and every event has the epoch of its buffer.",
      because: """
        A server that starts anew gives other events the same numbers: a client that goes on by its \
        number alone is sent the rest of a run of which it has seen another's beginning.
        """,
      presupposes: [104, 105]),
    ConformanceRule(
      506, [.delivery, .pipeline], needs: .resumable, "what is gone is not waited for",
      "A resume of a trace that is gone ends at once, and the viewer is sent nothing.",
      because: """
        A number above zero proves that the trace was there. To wait for its opening keeps the client \
        for the time allowed, and a heartbeat has answered with a success by then.
        """,
      presupposes: [205, 206, 501]),
    ConformanceRule(
      507, [.delivery], needs: .sizeLimit, "a refusal does not come again",
      "A resume after the gap that stands for a refused update goes on with what follows it.",
      because: """
        A cursor that is moved by accepted events alone stays before the refused one: each connection \
        begins with the same refusal, and the viewer gets the same gap again.
        """,
      presupposes: [501, 606, 607]),
  ]
}
