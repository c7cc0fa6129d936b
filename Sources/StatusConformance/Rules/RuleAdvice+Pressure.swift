extension RuleAdvice {
  /// On traces, resuming and pressure: 4xx to 6xx.
  static let pressure: [Int: RuleAdvice] = [
    401: RuleAdvice(
      breakage: """
        One list or one current trace for all runs, or a publisher that looks its trace up \
        when it publishes.
        """,
      remedy: """
        Key everything by trace, and bind a publisher to its trace when it is made.
        """),
    402: RuleAdvice(
      breakage: "A cursor that is a position in one list of all traces.",
      remedy: """
        Count per trace, and resume within the trace that the request names.
        """),
    403: RuleAdvice(
      breakage: """
        One loop over all connections, one throwing task group around them, or one queue for all \
        that has no room until the slowest has read.
        """,
      remedy: """
        Give each viewer a task and a place of its own, end that one alone when its connection fails, \
        and let who is slow fall behind.
        """),
    404: RuleAdvice(
      breakage: "A cache by trace id of cursors, encodings or ends.",
      remedy: """
        Forget all that is kept by a trace when it is removed, or key it by the run.
        """),
    501: RuleAdvice(
      breakage: """
        `>=` for `>`, a position for a number, a `Last-Event-ID` that is not read, or events \
        without ids.
        """,
      remedy: """
        Send the number as the event's id, read `Last-Event-ID`, and send what has a higher \
        number; answer 204 if that is nothing and the trace has ended, which the event after \
        `Cursor.previous` tells.
        """),
    502: RuleAdvice(
      breakage: "A ring buffer that begins with what it still has.",
      remedy: """
        Compare the cursor with the oldest number kept, and begin with a gap of the \
        difference.
        """),
    503: RuleAdvice(
      breakage: "A greeting, heartbeat or `retry` with an id of its own.",
      remedy: "Write ids with kept events alone."),
    504: RuleAdvice(
      breakage: "Reading the backlog and subscribing in two steps.",
      remedy: """
        Follow the log by cursor; if there has to be a subscription, subscribe first and drop \
        by number what the backlog had.
        """),
    505: RuleAdvice(
      breakage: "Numbers alone, behind a server that has been started again.",
      remedy: """
        Give each history a name, put it into the ids, and refuse a cursor with another one.
        """),
    506: RuleAdvice(
      breakage: """
        The wait for a trace's opening, applied to a cursor above zero.
        """,
      remedy: "Answer a resume of an unknown trace at once, with 404 or 410."),
    507: RuleAdvice(
      breakage: "A cursor that only accepted events move.",
      remedy: """
        Move the cursor past the gap that stands for the refused event.
        """),
    601: RuleAdvice(
      breakage: "An `AsyncStream` without a policy, or a queue per viewer.",
      remedy: """
        Keep the events once, in the log, and let each viewer read from it at its own pace.
        """),
    602: RuleAdvice(
      breakage: """
        A ring buffer that overwrites silently, or a loop that filters gaps out.
        """,
      remedy: """
        Make a gap at the read with the number of what was dropped, and pass it on; or refuse \
        the append.
        """),
    603: RuleAdvice(
      breakage: "`try?` around a write, or a retry on a dead connection.",
      remedy: "Let the error end the delivery, and write nothing more."),
    604: RuleAdvice(
      breakage: """
        `try?` around a sleep or a write, or a connection that nobody cancels when the server \
        stops.
        """,
      remedy: """
        Let a cancellation through, and cancel every connection's task when the server shuts \
        down.
        """),
    605: RuleAdvice(
      breakage: "A write and a flush for each event.",
      remedy: "Encode what is there into one buffer and write that."),
    606: RuleAdvice(
      breakage: "An encoder's error that is taken for the connection's.",
      remedy: "Catch the refusal, send a gap of one in its place, and go on."),
    607: RuleAdvice(
      breakage: """
        An update that is skipped without a word, or a gap with the next event's number.
        """,
      remedy: "Send a gap of one that has the refused update's number."),
    608: RuleAdvice(
      breakage: """
        An answer that is larger than the limit, thrown away with its end.
        """,
      remedy: """
        Send the end with less in it: no artifacts, no metadata, a shorter text, in the end none; throw if \
        nothing is accepted.
        """),
    609: RuleAdvice(
      breakage: "A number or a place that is taken before the check.",
      remedy: "Check first, change afterwards, both under one lock."),
    610: RuleAdvice(
      breakage: """
        One error for all refusals, or a limit that is compared with `>=`.
        """,
      remedy: """
        Compare with `>` after adding, and name the limit by the error's code.
        """),
    611: RuleAdvice(
      breakage: "A counter that removal or expiry does not lower.",
      remedy: """
        Count what is there, or lower the counter in the one place that removes.
        """),
    612: RuleAdvice(
      breakage: """
        Counters that are kept beside the state, and forgotten in one branch.
        """,
      remedy: """
        Derive the counters from the state, or change both in one place.
        """),
    613: RuleAdvice(
      breakage: """
        A `close()` in the cancelled task, whose transport refuses to write.
        """,
      remedy: """
        Close in a task that is not cancelled, with a deadline, and await it.
        """),
    614: RuleAdvice(
      breakage: """
        A `send` without a deadline, or a timeout that abandons the task.
        """,
      remedy: """
        Run the sink in a task, cancel that after the timeout, and await it.
        """),
    615: RuleAdvice(
      breakage: "`try?` around `close()`.",
      remedy: "Return or throw the close's error, and give it a deadline."),
    616: RuleAdvice(
      breakage: "A pump task that is cancelled before its queue is empty.",
      remedy: """
        Close the queue, await the pump, and cancel it only if the connection is.
        """),
  ]
}
