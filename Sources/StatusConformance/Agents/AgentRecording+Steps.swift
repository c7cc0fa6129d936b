import StatusStreaming

/// The lives of the roadmap's steps.
extension AgentRecording {
  private enum Life {
    case running(since: Int)
    case ended(StatusUpdate.StepStatus)
  }

  /// The first report about a step that does not fit into its life, by one of the rules 301 to 304.
  func wrongStep(against rule: ConformanceRule) -> Finding? {
    var lives: [Int: Life] = [:]
    for (place, entry) in entries.enumerated() {
      if case .complete = entry.payload {
        return rule.id == 304 ? openStep(among: lives, at: place) : nil
      }
      guard case .update(let update) = entry.payload, let step = update.roadmapStepID else {
        continue
      }
      if let finding = finding(
        update, of: step, in: lives[step], at: place, against: rule)
      {
        return finding
      }
      switch update.roadmapStepStatus {
      case .running: lives[step] = .running(since: place)
      case .ok: lives[step] = .ended(.ok)
      case .error: lives[step] = .ended(.error)
      case nil: break
      }
    }
    return nil
  }

  private func finding(
    _ update: StatusUpdate, of step: Int, in life: Life?, at place: Int,
    against rule: ConformanceRule
  ) -> Finding? {
    let seen = line(.update(update))
    switch (rule.id, update.roadmapStepStatus, life) {
    case (301, .ok, nil), (301, .error, nil):
      return Finding(
        expected: "step \(step) to be reported running before it ends", seen: seen,
        at: .event(place + 1))
    case (302, .ok, .ended(let end)), (302, .error, .ended(let end)):
      return Finding(
        expected: "one end of step \(step), which has ended \(end) already", seen: seen,
        at: .event(place + 1))
    case (303, nil, .ended(let end)):
      return Finding(
        expected: "nothing about step \(step), which has ended \(end), until it runs again",
        seen: seen, at: .event(place + 1))
    default: return nil
    }
  }

  private func openStep(among lives: [Int: Life], at place: Int) -> Finding? {
    let open = lives.compactMap { step, life -> (step: Int, since: Int)? in
      if case .running(let since) = life { (step, since) } else { nil }
    }
    guard let first = open.min(by: { $0.since < $1.since }) else { return nil }
    return Finding(
      expected: "an end of step \(first.step), which runs since event \(first.since + 1), "
        + "before the trace completes",
      seen: line(entries[place].payload), at: .event(place + 1))
  }

  /// An error of a step whose own work had not failed, where it is known whose work has.
  var wrongBlame: Finding? {
    for (place, entry) in entries.enumerated() {
      guard case .update(let update) = entry.payload, let step = update.roadmapStepID,
        update.roadmapStepStatus == .error
      else { continue }
      let before = works.filter { $0.hasFailed && $0.end ?? .max <= place }
      let steps = before.compactMap(\.step)
      // Work that was not said to belong to a step may belong to this one.
      guard let failure = before.last, steps.count == before.count, !steps.contains(step),
        !isGivenUp(step, at: place, blaming: steps)
      else { continue }
      return Finding(
        expected: "an error of step \(steps[steps.count - 1]), since \(failure) failed",
        seen: line(entry.payload), at: .event(place + 1))
    }
    return nil
  }

  /// Whether the agent may have given up a step for its own reasons, since those whose work has failed
  /// have errors of their own: its work goes on, or was done a moment ago, too late.
  private func isGivenUp(_ step: Int, at place: Int, blaming failed: [Int]) -> Bool {
    let isAtWork = works.contains {
      $0.step == step && $0.place <= place && $0.end ?? .max >= place
    }
    let told = entries.compactMap { entry -> Int? in
      guard case .update(let update) = entry.payload, update.roadmapStepStatus == .error else {
        return nil
      }
      return update.roadmapStepID
    }
    return isAtWork && failed.allSatisfy(told.contains)
  }
}
