extension ConformanceRule {
  /// 4xx: one trace is not another.
  static let traces: [ConformanceRule] = [
    ConformanceRule(
      401, [.buffer, .delivery, .sink, .pipeline], "traces never mix",
      "What arrives for a trace was emitted for that trace.",
      because: "One list for all traces, or one current trace, shows one user's run to another.",
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      402, [.buffer, .delivery, .pipeline], needs: .resumable, "a resume stays in its trace",
      "After a resume nothing of another trace arrives, and the cursor counts this trace alone.",
      because: """
        A cursor into one list for all traces points at another trace's events as soon as two runs \
        overlap.
        """,
      presupposes: [101, 102, 103, 104, 401, 501]),
    ConformanceRule(
      403, [.delivery, .pipeline], "viewers fail alone",
      "A viewer whose connection fails, or that accepts nothing, does not disturb the others.",
      because: """
        One loop for all viewers, or one task group around them, ends every stream when one client \
        goes away, and stops every stream when one does not read.
        """,
      presupposes: [101, 102, 103, 201, 504]),
    ConformanceRule(
      404, [.delivery], "a second run begins anew",
      "Who follows an id that is used again gets the second run, from its first event.",
      because: """
        What is remembered by the id of a run, a place or the events themselves, is taken for the next \
        one's: its first events are skipped, or the old ones shown.
        """,
      presupposes: [101, 102, 103, 104, 201, 205, 206, 401]),
  ]
}

extension ConformanceRule {
  /// 3xx: the life of a roadmap step.
  static let steps: [ConformanceRule] = [
    ConformanceRule(
      301, [.agent], "a step runs before it ends",
      "A step is reported running before it is reported ok or in error.",
      because: "A view that makes its row when a step starts has nothing to put the result into."),
    ConformanceRule(
      302, [.agent], "a step ends once",
      "A step that ran ends exactly once, ok or in error, and may then run again.",
      because: """
        A `defer` beside an explicit report, or a retry of the report, ends a step twice; a view that \
        counts ends shows five of four steps.
        """),
    ConformanceRule(
      303, [.agent], "nothing about a step after its end",
      "A step that has ended is not spoken of until it runs again.",
      because: "Progress of a child task that outlives its step reopens a row that was closed."),
    ConformanceRule(
      304, [.agent], "no step is left open",
      "When a trace completes, every step that ran has ended.",
      because: """
        A step that is skipped by an early return spins on the viewer's screen beside the final \
        answer.
        """),
    ConformanceRule(
      305, [.agent], "an error ends its own step",
      "A step's error names that step and leaves the others as they are.",
      because: """
        A shared `current step` variable blames the step that a parallel branch has set meanwhile.
        """),
  ]
}
