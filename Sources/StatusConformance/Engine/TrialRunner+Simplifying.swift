import DeterministicSimulation

extension TrialRunner {
  /// How many steps may be spent on a plainer world, which gains most, at its end on those that are sought
  /// from below, and then on a simpler run of it.
  ///
  /// Without a limit the report on a long run would take minutes.
  private static var steps: (ofWorlds: Int, fromBelow: Int, ofRuns: Int) {
    (1_500_000, 200_000, 250_000)
  }

  /// Whether a run breaks a rule; what else is broken does not matter, if it is no lower rule.
  private func breaks(_ rule: ConformanceRule, _ attempt: Attempt) -> Bool {
    let rules = judgedRules.filter { $0.id <= rule.id }
    return brokenRules(in: attempt.recording, rules).first?.rule == rule
  }

  /// A run of a world with fewer updates, and in which fewer things can happen, that breaks the same
  /// rule: single choices of a long run are too many to try.
  func attemptInPlainerWorld(
    than index: Int, failing rule: ConformanceRule
  ) -> Attempt? {
    let role = role(ofRun: index)
    guard case .world(let number) = role else { return nil }
    let seed = seed(of: role)
    var choices = design.choices(ofWorld: number)
    var plainer: Attempt?
    var stepsLeft = Self.steps.ofWorlds
    func isBroken(_ list: [Int], draws: Int = 1) -> Bool {
      // What is left out changes all that is drawn behind it, be it needed or not.
      (0..<UInt64(draws)).contains { draw in
        guard stepsLeft > 0 else { return false }
        let scheduler = PlannedScheduler(
          settled: [trial.plans.count] + list, round: number + 1, seed: seed &+ draw << 32)
        let attempt = simulated(under: scheduler, isTold: false)
        stepsLeft -= attempt.run?.steps ?? 0
        guard breaks(rule, attempt) else { return false }
        (choices, plainer) = (list, attempt)
        return true
      }
    }
    let last = choices.count - 1
    // Most faults of long runs need nothing else, and without the rest each run that is tried is short.
    _ = isBroken(Array(repeating: 0, count: last) + [choices[last]])
    // The least length in which the fault shows, between one that is too short and half as much
    // again: each run that is tried takes as long as its world.
    var (tooShort, length) = (-1, 0)
    while length < choices[last], !isBroken(choices[..<last] + [length]) {
      (tooShort, length) = (length, max(8, length + length / 2))
    }
    while choices[last] - tooShort > 1 {
      let middle = (tooShort + choices[last]) / 2
      if !isBroken(choices[..<last] + [middle]) { tooShort = middle }
    }
    var size = last / 2
    while size > 0 {
      for start in stride(from: 0, to: last, by: size) {
        let range = start..<min(start + size, last)
        guard choices[range].contains(1) else { continue }
        let list = choices[..<start] + range.map { _ in 0 } + choices[range.upperBound...]
        _ = isBroken(Array(list), draws: size == 1 ? 4 : 1)
      }
      size /= 2
    }
    if choices[last] > 0 { _ = isBroken(choices[..<last] + [0], draws: 4) }
    // What shows in a small world only by a draw of its own is sought from below.
    let needed = choices[..<last].indices.filter { choices[$0] == 1 }
    guard needed.count > 1 else { return plainer }
    stepsLeft = min(stepsLeft, Self.steps.fromBelow)
    for (few, length) in design.smallWorlds(of: needed, upTo: choices[last]) {
      let list = (0..<last).map { few.contains($0) ? 1 : 0 } + [length]
      if isBroken(list, draws: 3) { break }
    }
    return plainer
  }

  /// The simplest run found that breaks the same rule.
  func simplified(
    _ run: RecordedRun<Void>, upTo most: Int, failing rule: ConformanceRule
  ) -> Attempt {
    var latest: (choices: [Choice], attempt: Attempt)?
    // Where a choice is left out, one of texts becomes the number of updates, which may be 65,537.
    var length = most
    let simplest = run.simplified(runs: 150, steps: Self.steps.ofRuns) { scheduler in
      let attempt = simulated(under: scheduler, isTold: false, upTo: length)
      guard let run = attempt.run else { preconditionFailure("a simulated run has a record") }
      latest = (run.choices, attempt)
      return run
    } while: { candidate in
      guard let latest, latest.choices == candidate.choices else { return false }
      guard latest.attempt.length <= length, breaks(rule, latest.attempt) else {
        return false
      }
      length = latest.attempt.length
      return true
    }
    return simulated(under: ReplayScheduler(simplest.choices))
  }
}
