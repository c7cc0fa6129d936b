extension ExploredBody {
  /// Repeats a run, and returns an error if the repetition is another run.
  func nondeterminismIfAny(in run: ExploredRun) -> SimulationError? {
    let again = self.run(under: ReplayScheduler(run.choices))
    return again.traceHash == run.traceHash ? nil : nondeterminism(in: run)
  }

  /// The error for a body that does different things under equal choices, with the place if it can
  /// be shown again.
  func nondeterminism(in run: ExploredRun) -> SimulationError {
    let scheduler = ReplayScheduler(run.choices, continuingPastDivergence: true)
    let first = self.run(under: scheduler, tracing: true)
    let second = self.run(under: scheduler, tracing: true)
    let difference = zip(first.trace, second.trace).first { $0 != $1 }
    let place =
      difference.map { "once \($0), then \($1)" }
      ?? "in \(first.trace.count) steps once, then in \(second.trace.count)"
    return SimulationError(
      code: .nondeterminism, time: difference?.0.time ?? .zero,
      steps: difference?.0.step ?? first.steps, unfinished: [], site: site,
      detail: """
        the body does different things under equal choices: \(place). Look for the iteration of a \
        Dictionary or Set, a random number, the real time, or state that outlives a run
        """)
  }
}
