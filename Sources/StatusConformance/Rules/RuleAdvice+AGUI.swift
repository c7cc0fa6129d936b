extension RuleAdvice {
  /// On AG-UI: 8xx.
  static let agUI: [Int: RuleAdvice] = [
    801: RuleAdvice(
      breakage: """
        A framework's line ends of CR LF, an array of events in one frame, a JSON text that is \
        printed over several blocks, or an event and its successor in one write without a blank line.
        """,
      remedy: """
        Encode each event compactly, and frame it by `data: `, the text, and two LF.
        """),
    802: RuleAdvice(
      breakage: """
        An encoder that writes `null` for what is nil, names in snake case, a date as the timestamp, \
        a member of one's own, or a type from before 1.0.
        """,
      remedy: """
        Leave out what is nil; put what is your own into `metadata`, `CUSTOM` or an activity's content.
        """),
    803: RuleAdvice(
      breakage: "A start from before 1.0, or the client's version given back to it.",
      remedy: "Write the version that the encoder was written for, on every `RUN_STARTED`."),
    804: RuleAdvice(
      breakage: """
        A greeting, a heartbeat or a snapshot before the start, a resumed connection that goes on where \
        it was cut, or a start for each step.
        """,
      remedy: """
        Let the encoder write `RUN_STARTED` before whatever comes first on a connection, and once.
        """),
    805: RuleAdvice(
      breakage: """
        An end that is built where the request is not known, an id that is drawn twice, or one run's \
        id for its retry.
        """,
      remedy: "Keep the ids of the start with the connection, and take the end's from there."),
    806: RuleAdvice(
      breakage: """
        Usage, a state or a closing step that is sent when the run is over, or a body that ends when \
        the agent returns, without an end.
        """,
      remedy: """
        Send all that belongs to the run before its end, and refuse what comes later; on an error send \
        `RUN_ERROR` before the body ends.
        """),
    807: RuleAdvice(
      breakage: """
        A start for each report of progress, an end for a step that was never announced, or a resumed \
        connection that does not open again what is open.
        """,
      remedy: """
        Keep the set of what is open per connection; open what is missing, and open nothing twice.
        """),
    808: RuleAdvice(
      breakage: """
        A way out that passes by the end of a step, a cancellation above all, or a message whose end \
        is only sent if it had text.
        """,
      remedy: "Close what is in the set of open things, then send the end."),
    809: RuleAdvice(
      breakage: """
        A provider's chunks that are passed on as they come, the id only on the last one, or an explicit \
        end after chunks.
        """,
      remedy: """
        Put id and name on every chunk, or send start, content and end.
        """),
    810: RuleAdvice(
      breakage: """
        One current subagent for branches that run at once, or an id that a retry uses again.
        """,
      remedy: """
        Bind the invocation's id to what emits its events, and draw one for each invocation.
        """),
    811: RuleAdvice(
      breakage: """
        Deltas for a connection that began after the snapshot, or for a plan that is not known yet.
        """,
      remedy: """
        Begin each connection with a snapshot of what has one, and send deltas only for those.
        """),
    812: RuleAdvice(
      breakage: """
        Indices from 1 on, a name with a slash or a tilde that is not escaped, a `replace` of what is \
        not there, or a patch against an older value.
        """,
      remedy: """
        Make the patch from the value that the client has, and escape `~` as `~0` and `/` as `~1`.
        """),
    813: RuleAdvice(
      breakage: """
        An outcome that is left out, or a cancellation that comes out as an error.
        """,
      remedy: """
        Close what is open, then send `RUN_FINISHED` with `{"type":"cancelled"}` and nothing else.
        """),
    814: RuleAdvice(
      breakage: """
        A stream that goes on with the next event, or a snapshot that is sent as it was first.
        """,
      remedy: """
        Say in `needsSnapshots` that snapshots are wanted, and write each that `send(_:)` is given \
        before the events: the plan, the status, a `STEP_STARTED` for each open step.
        """),
  ]
}
