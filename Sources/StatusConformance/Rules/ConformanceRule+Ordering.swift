extension ConformanceRule {
  /// 1xx: what is emitted is what arrives.
  static let ordering: [ConformanceRule] = [
    ConformanceRule(
      100, [.agent, .buffer, .delivery, .sink, .pipeline], "a run can be repeated",
      "The same choices give the same run, and all of it happens inside of the simulation.",
      because: """
        Random numbers, the real clock, the order of a dictionary or a `Task {}` that escapes make a \
        failure that no token can repeat.
        """),
    ConformanceRule(
      101, [.buffer, .delivery, .sink, .pipeline], "the order is kept",
      "Updates of a trace arrive in the order in which they were emitted.",
      because: """
        A task for each send, or two loops over one trace, let a later update overtake an earlier one.
        """),
    ConformanceRule(
      102, [.buffer, .delivery, .sink, .pipeline], "nothing is lost",
      "Every update that was emitted arrives, unless a gap says that it was dropped.",
      because: """
        A loop that is cancelled when the agent returns loses what came since its last look; a \
        counter moved to the length read after a slow send skips what came during it.
        """),
    ConformanceRule(
      103, [.buffer, .delivery, .sink, .pipeline], "nothing comes twice",
      "No update arrives more often than it was emitted.",
      because: """
        A cursor that is not moved, or moved for one trace of two, repeats what was delivered.
        """),
    ConformanceRule(
      104, [.buffer, .delivery, .sink, .pipeline], "nothing comes unexpected",
      "What arrives was emitted, with this very content.",
      because: """
        A buffer that is not cleared replays an old run under a reused id; a formatter that cuts or \
        rewrites a message shows what nobody said.
        """),
    ConformanceRule(
      105, [.buffer, .delivery, .sink, .pipeline], "numbers have no holes",
      "Each number is the one before plus one or, at a gap, plus what was lost.",
      because: """
        Numbers from a clock, from the position in a batch, or shared by all traces can't tell a \
        client what it has missed.
        """,
      presupposes: [101, 102, 103, 104]),
    ConformanceRule(
      106, [.delivery, .sink], "what a cut leaves is a prefix",
      "After a cancellation or a lost connection, what arrived is the beginning of what was emitted.",
      because: """
        A batch written by several tasks leaves holes when it is cut short, and a resume after the \
        last number never fills them.
        """,
      presupposes: [101, 102, 103, 104]),
    ConformanceRule(
      107, [.buffer, .delivery], "all viewers see one order",
      "Any two viewers of a trace see its updates in the same order.",
      because: """
        A number taken before the append, or a copy for each viewer, shows two viewers two histories \
        when writers race.
        """,
      presupposes: [101, 102, 103, 104]),
    ConformanceRule(
      108, [.delivery, .sink], "one write at a time",
      "No write begins before the one before it has ended.",
      because: """
        Two writes in progress interleave their bytes on most transports, and the order of their \
        ends is anyone's guess.
        """,
      presupposes: [101]),
    ConformanceRule(
      109, [.sink], "a batch is counted",
      """
      Of the events that are there together a sink accepts at least the first, and says how many, no \
      more than there are.
      """,
      because: """
        A loop goes on behind what was accepted: told of nothing it offers the same events again, and \
        told of more than there are it has to guess.
        """,
      presupposes: [101, 102, 103, 104]),
    ConformanceRule(
      110, [.buffer], "who waits is woken",
      """
      Each viewer that waits for events is woken when there are any or will be none any more, also \
      where they came before it waited, and can be cancelled.
      """,
      because: """
        One place to wait for all viewers, a look at the log before the viewer is listed, or an end \
        that wakes nobody leaves a page that shows nothing more and says nothing of it.
        """,
      presupposes: [101, 102, 103, 104, 105, 201]),
    ConformanceRule(
      111, [.buffer], "times are those of the appends",
      """
      Each event has the time of its append since the opening of its trace, for every viewer the \
      same, and a gap that of the event after it; or all times are zero.
      """,
      because: """
        A time that counts from the start of the server, the last event or the look of the viewer \
        shows each viewer another run, and none that a recording can be compared with.
        """,
      presupposes: [101, 102, 103, 104, 105, 201]),
  ]
}

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
