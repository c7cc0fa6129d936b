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
