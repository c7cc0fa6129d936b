extension ConformanceRule {
  /// 8xx: what a producer of AG-UI promises, by its specification 1.0.
  static let agUI: [ConformanceRule] = [
    ConformanceRule(
      801, [.sink, .pipeline], needs: .agUI, "a frame is one event of AG-UI",
      """
      Each event stream's `data`, or WebSocket's text message, is one event as a JSON object, and \
      lines end with LF alone.
      """,
      because: """
        Clients cut a body at LF and parse what is between as one object: CR LF, two events in one \
        frame or one in two are lost on the clients that know no other form (AG-UI, HTTP + \
        Server-Sent Events, “Response”).
        """),
    ConformanceRule(
      802, [.sink, .pipeline], needs: .agUI, "events are of AG-UI's schema",
      """
      Every event is of one of the 31 types, with all that it needs, nothing that is not described \
      and no null in the place of what is absent.
      """,
      because: """
        A client drops an event that it does not know, strips what is not described, and fails the \
        run at a value of another type (AG-UI, Processing Model).
        """),
    ConformanceRule(
      803, [.sink, .pipeline], needs: .agUI, "AG-UI's version is declared",
      "Each `RUN_STARTED` has the `protocolVersion` that its producer speaks, as in `1.0`.",
      because: """
        A producer that says nothing is taken for one from before there were versions, and gets a \
        client's shims for those (AG-UI, Versioning, “Version negotiation”).
        """,
      presupposes: [801, 802]),
    ConformanceRule(
      804, [.sink, .pipeline], needs: .agUI, "AG-UI's runs begin with their start",
      """
      A stream begins with `RUN_STARTED`, or with `RUN_ERROR`, also where a client resumes; no run \
      starts within another.
      """,
      because: """
        A client rejects a stream that opens with anything else, and one in which a run starts while \
        another is active (AG-UI, Runs and Steps).
        """,
      presupposes: [801, 802]),
    ConformanceRule(
      805, [.sink, .pipeline], needs: .agUI, "AG-UI's runs keep their names",
      """
      `RUN_FINISHED` names the thread and the run that were started, and as pending just the tool \
      calls without a result; no two runs of a thread have one name.
      """,
      because: """
        A front end keys what it shows by run: an end of another run leaves this one open for ever, \
        and a second one of the same name is merged into it (AG-UI, The Event Model, “Identifiers”).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      806, [.sink, .pipeline], needs: .agUI, "AG-UI's runs end once and last",
      """
      After `RUN_FINISHED` or `RUN_ERROR` comes nothing but another run, or the late `RUN_ERROR` of \
      one that finished; a response does not end before its run.
      """,
      because: """
        A client rejects whatever follows the end, with all of the run; a response without an end is \
        a truncated run that has no outcome (AG-UI, Runs and Steps, “After a run closes”; Transports).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      807, [.sink, .pipeline], needs: .agUI, "AG-UI's brackets match",
      """
      What is continued or closed was opened, and what is opened is not open: steps, messages, tool \
      calls, reasoning and subagents.
      """,
      because: """
        Each is fatal to the run: a step that runs twice, or ends on a connection that began after \
        it, takes the whole stream with it (AG-UI, Streaming Messages; Runs and Steps, “Steps”).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      808, [.sink, .pipeline], needs: .agUI, "nothing is open at the end of AG-UI's runs",
      "All that a run has opened is closed before its `RUN_FINISHED`, also if it was cancelled.",
      because: """
        A client that meets the end with a step or a message still open fails a run that went well; \
        only `RUN_ERROR` ends what is open (AG-UI, Runs and Steps).
        """,
      presupposes: [801, 802, 804, 807]),
    ConformanceRule(
      809, [.sink, .pipeline], needs: .agUI, "AG-UI's chunks say what they open",
      """
      A first chunk has the id, and a tool call's name; later ones contradict it in nothing, and no \
      item is told in both forms.
      """,
      because: """
        A client makes up no identifier: a chunk that goes on with nothing, or says another role than \
        the first one, is fatal (AG-UI, Streaming Messages, “The chunked form”).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      810, [.sink, .pipeline], needs: .agUI, "work in AG-UI keeps its owner",
      """
      What a subagent has opened is continued by no other; an invocation is announced once, before \
      its work, and by a parent that was announced.
      """,
      because: """
        Text of one agent in the message of another can't be told apart afterwards, so a client \
        rejects it (AG-UI, Subagents, “Ownership”).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      811, [.sink, .pipeline], needs: .agUI, "a snapshot precedes AG-UI's deltas",
      "An activity is amended only after the same stream had a snapshot of it.",
      because: """
        A client has nothing that the patch could change, and skips it: the plan of whoever resumes \
        stays empty, or as it was (AG-UI, Activity; Snapshots and Deltas).
        """,
      presupposes: [801, 802, 804]),
    ConformanceRule(
      812, [.sink, .pipeline], needs: .agUI, "AG-UI's patches apply",
      """
      Every patch applies to what the snapshot and the patches before it have made, and leaves an \
      activity an object.
      """,
      because: """
        A patch that does not apply is skipped as a whole, with a warning that no user sees, and what \
        is shown differs from then on (AG-UI, Snapshots and Deltas; RFC 6902, section 5).
        """,
      presupposes: [801, 802, 804, 811]),
    ConformanceRule(
      813, [.sink, .pipeline], needs: .agUI, "a stop is told in AG-UI as what it is",
      """
      A run that was cancelled ends with `RUN_FINISHED` whose outcome says so, and no failure comes \
      after it; its reason is in the metadata. A result, which should be absent, is allowed.
      """,
      because: """
        An outcome that is left out means success, and `RUN_ERROR` shows an error to a user who asked \
        for the stop (AG-UI, Runs and Steps, “Cancelled runs”).
        """,
      presupposes: [102, 103, 201, 203, 204]),
    ConformanceRule(
      814, [.sink, .pipeline], needs: .agUI, "who resumes is told how AG-UI's run stands",
      """
      A stream that goes on after a number tells again how the run stood there: its plan, its latest \
      status with its message, and the steps that are open.
      """,
      because: """
        Each stream of AG-UI begins anew for a front end, which has forgotten what an earlier one said: \
        without the plan its deltas apply to nothing, and what is open is not shown.
        """,
      presupposes: [801, 802, 804]),
  ]
}
