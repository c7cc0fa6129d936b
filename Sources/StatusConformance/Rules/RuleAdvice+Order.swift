extension RuleAdvice {
  /// On order, endings and steps: 1xx to 3xx.
  static let order: [Int: RuleAdvice] = [
    100: RuleAdvice(
      breakage: """
        The system's date, a random id, a random pause, a set that is iterated, or work in \
        `Task {}` beside the run.
        """,
      remedy: """
        Take the clock and whatever is drawn from the run, spawn with `run.spawn`, and sort \
        what a set or a dictionary gives.
        """),
    101: RuleAdvice(
      breakage: """
        A task of its own for each send, two loops over one connection, or updates gathered by \
        trace in a dictionary.
        """,
      remedy: """
        Let one task send, one event after the other in the order of their numbers, and await \
        each send.
        """),
    102: RuleAdvice(
      breakage: """
        A loop that is cancelled when the agent returns, a counter that is set to the length \
        after the sends, a page that is taken for all there is, or a connection that is closed \
        before the queue is empty.
        """,
      remedy: """
        Move the cursor by what was sent, read until the terminal event, and end the \
        connection after it; never cancel a delivery because the agent is done.
        """),
    103: RuleAdvice(
      breakage: """
        A cursor that stays where it was, a send that is made again after an error, or two \
        subscriptions of one viewer.
        """,
      remedy: """
        Move the cursor with each event that was accepted; after a send that threw, give the \
        connection up instead of sending again.
        """),
    104: RuleAdvice(
      breakage: """
        A greeting, a buffer that keeps an older run, a formatter that cuts or escapes a \
        message, or JSON read and written by a library that changes numbers.
        """,
      remedy: """
        Send what was published and nothing else, as bytes that are encoded once; announce a \
        connection in a comment, not in an event.
        """),
    105: RuleAdvice(
      breakage: """
        Numbers from a clock, from the position within a page, shared by all traces, or taken \
        before the append succeeded.
        """,
      remedy: """
        Let the log number its own entries, per trace, from 1 on, in the step that appends.
        """),
    106: RuleAdvice(
      breakage: """
        A batch written by several tasks, an event that is cut in its middle and then followed \
        by another, or a flush that a cancellation skips.
        """,
      remedy: """
        Write in order with one task, and write nothing after a write that failed.
        """),
    107: RuleAdvice(
      breakage: """
        A number taken before the append, or a copy of each update for every viewer, while \
        several publish at once.
        """,
      remedy: """
        Give the number and the place in the log in one step, and let all viewers read that \
        log.
        """),
    108: RuleAdvice(
      breakage: """
        A heartbeat timer that writes by itself, or a `Task` around each send.
        """,
      remedy: """
        Let one task own the connection; send heartbeats from it, when it has waited long \
        enough.
        """),
    109: RuleAdvice(
      breakage: """
        A batch method that returns zero, or the number that it was given whatever it wrote.
        """,
      remedy: """
        Count what was accepted, accept at least the first event, and return that count.
        """),
    110: RuleAdvice(
      breakage: """
        A look at the log before the viewer is listed, one waiter for all viewers, or a finish \
        that wakes nobody.
        """,
      remedy: """
        List the waiter first and look again, under one lock; wake all waiters at each append, \
        at the end and at the removal.
        """),
    111: RuleAdvice(
      breakage: """
        A stamp at the read, a clock that starts with the server, or the time since the event \
        before.
        """,
      remedy: """
        Stamp each append once, by the clock that the trace was opened with.
        """),
    201: RuleAdvice(
      breakage: """
        A stream that just stops, an end for each worker, or one from the agent and another \
        one from the server.
        """,
      remedy: """
        Let `finish` append the terminal event, once, as the log's last entry; whoever \
        finishes a second time is refused.
        """),
    202: RuleAdvice(
      breakage: """
        A heartbeat timer that still runs, a late update, or a footer after the Close frame.
        """,
      remedy: """
        Make the connection's state machine refuse everything after the terminal event, and \
        stop the timer there.
        """),
    203: RuleAdvice(
      breakage: """
        An end that takes another way than the updates, or a worker that publishes after \
        another has finished.
        """,
      remedy: """
        Send the end through the same log; finish when all workers are awaited.
        """),
    204: RuleAdvice(
      breakage: """
        The end sent after the agent's call without `catch`, or an error that is only logged.
        """,
      remedy: """
        Finish in one place that runs however the agent ends, as `withTrace` does, with the \
        failure's message.
        """),
    205: RuleAdvice(
      breakage: """
        A subscription without the backlog, or a trace that is deleted as it ends.
        """,
      remedy: """
        Read the log from the viewer's cursor first, and keep finished traces for a while.
        """),
    206: RuleAdvice(
      breakage: """
        A loop without an exit at the terminal event, a body that waits for the client to close, or a \
        failed read after which the loop returns.
        """,
      remedy: """
        Return after the terminal event was sent, and close the connection; throw where the loop ends \
        before.
        """),
    207: RuleAdvice(
      breakage: """
        An error that tells the kind of the end: HTTP clients throw errors of their own when \
        they are cancelled.
        """,
      remedy: """
        Ask whether the agent's task is cancelled when its body throws, and finish as \
        cancelled then.
        """),
    208: RuleAdvice(
      breakage: """
        A footer, Close 1000 or a `complete` event that is written in a `defer`, whatever the \
        reason; or a socket that is closed behind the last event, without a Close frame.
        """,
      remedy: """
        Close with what says that it was cut: another footer, Close 1001, or nothing. After the end \
        of the trace close with the format's own end.
        """),
    209: RuleAdvice(
      breakage: "A sink that throws for every call after its end.",
      remedy: "Return from a heartbeat after the end without writing."),
    301: RuleAdvice(
      breakage: "A result that is reported by a step that was never announced.",
      remedy: "Report `running` as the first thing that a step does."),
    302: RuleAdvice(
      breakage: """
        A `defer` beside an explicit report, or a report that is sent again by a retry.
        """,
      remedy: """
        Report a step's end in one place, after its work has returned or thrown.
        """),
    303: RuleAdvice(
      breakage: "A child task that outlives its step.",
      remedy: "Await all of a step's children before its end is reported."),
    304: RuleAdvice(
      breakage: "An early return, or an error that passes by the report.",
      remedy: """
        Wrap each step in one function that reports its end on every way out.
        """),
    305: RuleAdvice(
      breakage: "A variable for the current step that parallel branches share.",
      remedy: """
        Hand the step's id down as an argument, or keep it in a task-local value.
        """),
  ]
}
