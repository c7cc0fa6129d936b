import ReferenceScenarios
import StatusStreaming

extension PipelineScene {
  /// What happens in a world.
  ///
  /// - Parameters:
  ///   - prefix: what the names of traces begin with.
  ///   - isResumable: whether viewers can go on after an id.
  ///   - hasExactAnswers: whether answers may have what many a JSON library changes.
  init(
    _ world: World<PipelineSituation>, prefix: String, isResumable: Bool, hasExactAnswers: Bool,
    on stage: Stage
  ) {
    unknownTrace = TraceID(known: prefix + "unknown")
    let count = world.has(.severalTraces) ? 2 + stage.next(below: 3) : 1
    agents = (0..<count).map { index in
      let length = index == 0 ? world.length : min(world.length, 8)
      let marker = index == 0 ? "" : "\(index + 1): "
      return Agent(
        trace: TraceID(known: "\(prefix)run-\(index + 1)"),
        script: Self.script(
          of: length, world, marker: marker, hasExactAnswers: hasExactAnswers, on: stage))
    }
    let audience = max(world.has(.audience) ? 2 + stage.next(below: 4) : 1, count)
    viewers = (0..<audience).map { person in
      let visits = Self.visits(
        of: person, world, isResumable: isResumable, length: world.length, on: stage)
      return Viewer(name: "viewer \(person + 1)", agent: person % count, visits: visits)
    }
    if world.has(.unknownTraces) {
      let visit = Visit(resumes: .number(1 + stage.next(below: 3)))
      viewers.append(Viewer(name: "viewer \(audience + 1)", agent: nil, visits: [visit]))
    }
    if world.has(.stops) {
      agents[0].finishes = false
      isStopped = true
    }
    for index in agents.indices.dropFirst() where !isStopped && stage.happens(onceIn: 3) {
      agents[index].isInTurn = true
    }
  }

  private static func script(
    of length: Int, _ world: World<PipelineSituation>, marker: String, hasExactAnswers: Bool,
    on stage: Stage
  ) -> AgentScript {
    var content = WorldContent(
      hasOddTexts: world.has(.oddTexts), hasLongTexts: world.has(.longTexts),
      hasOddFields: world.has(.oddFields), hasRepetitions: world.has(.repetitions))
    content.hasExactAnswers = hasExactAnswers
    if length > 100 { content.longestText = 1_000 }
    let silent = world.has(.silence) ? stage.next(below: length + 1) : nil
    let burst = world.has(.bursts) ? stage.next(below: length + 1) : length
    let lines = (0..<length).map { number in
      var pause: Duration = stage.element(of: [.milliseconds(30), .zero, .milliseconds(7), .zero])
      if world.has(.pauses), length < 40 { pause = stage.pause() }
      if number > burst || (length > 40 && !stage.happens(onceIn: 16)) { pause = .zero }
      if number == silent { pause = stage.isReal ? .milliseconds(200) : silence(on: stage) }
      return AgentScript.Line(
        after: pause, [content.update(number + 1, marker: marker, on: stage)])
    }
    var endings: [AgentScript.Ending] = []
    if world.has(.failing) { endings.append(.failed) }
    if world.has(.cancelled) { endings.append(.cancelled) }
    let ending = endings.isEmpty ? .complete : stage.element(of: endings)
    return AgentScript(lines, outcome: content.outcome(ending, marker: marker, on: stage))
  }

  /// Draws a silence; whoever is silent for longer may be taken to be gone for good.
  private static func silence(on stage: Stage) -> Duration {
    min(stage.silence(longOnceIn: 100), .seconds(600))
  }

  private static func visits(
    of person: Int, _ world: World<PipelineSituation>, isResumable: Bool, length: Int,
    on stage: Stage
  ) -> [Visit] {
    /// Whether something befalls this viewer.
    func happens(_ situation: PipelineSituation) -> Bool {
      world.has(situation) && (person == 0 || stage.next(below: 2) == 1)
    }
    let comesAgain = world.has(.returning) || world.has(.oldNumbers) || world.has(.foreignIDs)
    let count = comesAgain ? 2 + stage.next(below: 3) : 1
    return (0..<count).map { number in
      var visit = Visit()
      if number > 0 {
        visit.pause = stage.element(of: [.milliseconds(20), .zero, .milliseconds(200)])
        if isResumable { visit.resumes = .last }
        if isResumable, happens(.oldNumbers) {
          visit.resumes = stage.element(of: [
            .back(1), .number(1 + stage.next(below: length + 1)), .back(2),
          ])
        }
        if isResumable, number == count - 1, happens(.foreignIDs) { visit.resumes = .foreign }
      } else if happens(.finishedTraces) {
        visit.arrival = .afterEnd
      } else if happens(.lateViewers) {
        visit.arrival = .after(events: stage.next(below: length + 1))
      }
      if happens(.slowReaders) { visit.reading = .slow }
      if happens(.stalls) { visit.reading = .stalled }
      if number < count - 1 || happens(.hangUps) {
        visit.leavesAfter = 1 + stage.next(below: max(length, 1))
      }
      if happens(.vanishing) {
        visit.vanishesAfter = stage.element(of: [.milliseconds(60), .milliseconds(5), .seconds(1)])
      }
      return visit
    }
  }
}
