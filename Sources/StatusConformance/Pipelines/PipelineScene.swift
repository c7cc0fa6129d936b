import ReferenceScenarios
import StatusStreaming

/// What happens in a run: who publishes what, and who watches how.
struct PipelineScene: Sendable {
  /// An agent and its trace.
  struct Agent: Sendable {
    let trace: TraceID
    var script: AgentScript
    /// Whether it says how the run ended.
    var finishes = true
    /// Whether it begins when the first agent has ended.
    var isInTurn = false
    /// Whether somebody asks for its trace before it is open.
    var isExpected = false
  }

  /// One connection of a viewer.
  struct Visit: Sendable {
    enum Arrival: Sendable {
      /// Once the trace is open.
      case atOnce
      /// Once so many events were published.
      case after(events: Int)
      /// Once the trace has ended.
      case afterEnd
    }

    /// The id that the viewer comes with.
    enum ResumePoint: Sendable {
      case none
      /// That of the event that it saw last.
      case last
      /// That of an event before it.
      case back(Int)
      /// That of another history.
      case foreign
      /// Some number, of whatever there was.
      case number(Int)
    }

    enum Reading: Sendable {
      case eager
      case slow
      /// Nothing is read for a while after the first bytes.
      case stalled
      /// Nothing is read for a minute after the first bytes.
      case held
    }

    var arrival = Arrival.atOnce
    var pause = Duration.zero
    var resumes = ResumePoint.none
    var reading = Reading.eager
    /// After how many events the viewer hangs up; `nil` if it stays.
    var leavesAfter: Int?
    /// After which time its connection is cut; `nil` if it is not.
    var vanishesAfter: Duration?
  }

  /// Somebody who watches a trace.
  struct Viewer: Sendable {
    let name: String
    /// The place of the trace among the agents'; `nil` for one that nobody knows.
    let agent: Int?
    var visits = [Visit()]
  }

  var agents: [Agent]
  var viewers: [Viewer]
  /// Whether the pipeline is stopped while viewers are connected.
  var isStopped = false
  /// A trace that is never opened.
  let unknownTrace: TraceID
}

extension PipelineScene {
  /// What happens by a plan.
  ///
  /// - Parameters:
  ///   - prefix: what the names of traces begin with.
  ///   - isResumable: whether viewers can go on after an id.
  ///   - hasExactAnswers: whether answers may have what many a JSON library changes.
  init(
    _ plan: PipelinePlan, prefix: String, isResumable: Bool, hasExactAnswers: Bool, on stage: Stage
  ) {
    let (count, fewest) = Self.updateCounts(of: plan)
    let ending: AgentScript.Ending =
      switch plan {
      case .failing: .failed
      case .cancelled: .cancelled
      default: .complete
      }
    var script = AgentScript.drawn(
      on: stage, plan.content, count: count, fewest: fewest, ending: ending)
    if plan.content == .plain { script.addValues(areExact: hasExactAnswers) }
    unknownTrace = TraceID(known: prefix + "unknown")
    viewers = [Viewer(name: "viewer 1", agent: 0)]
    agents = []
    shape(&script, for: plan, on: stage)
    agents = [
      Agent(
        trace: TraceID(known: prefix + "run-1"), script: script, isExpected: plan == .early)
    ]
    if [.traces, .resumedAmongTwo, .inTurn].contains(plan) {
      let other = AgentScript.drawn(on: stage, count: count, fewest: fewest, marker: "2: ")
      agents.append(
        Agent(
          trace: TraceID(known: prefix + (plan == .traces ? "RUN-1" : "run-2")), script: other,
          isInTurn: plan == .inTurn))
      viewers.append(Viewer(name: "viewer 2", agent: 1))
    }
    if plan == .names {
      // What stands in an address may be decoded there, once or twice, or end the path.
      for name in ["run-11"] + (stage.isReal ? [] : ["a+b%2Fc?d=e#f"]) {
        let script = AgentScript.drawn(on: stage, count: 4, fewest: 2, marker: "\(name): ")
        agents.append(Agent(trace: TraceID(known: prefix + name), script: script))
        viewers.append(Viewer(name: "viewer \(agents.count)", agent: agents.count - 1))
      }
    }
    arrange(plan)
    if plan == .long, isResumable {
      let back = Visit(arrival: .afterEnd, resumes: .last)
      viewers.append(Viewer(name: "viewer 4", agent: 0, visits: [Visit(leavesAfter: 3), back]))
    }
  }

  /// How many updates an agent usually has at least, and how many in the plainest case.
  private static func updateCounts(of plan: PipelinePlan) -> (count: Int, fewest: Int) {
    switch plan {
    // Viewers come and go between them.
    case .joining, .resumedAmongTwo: (6, 6)
    case .resumed, .again, .oldNumber, .sameID: (6, 4)
    case .foreign, .hangUp, .vanished, .crowd, .joiners, .long: (4, 4)
    default: (4, 2)
    }
  }

  /// Gives the agent's script, and its viewers, what the plan is about.
  private mutating func shape(
    _ script: inout AgentScript, for plan: PipelinePlan, on stage: Stage
  ) {
    switch plan {
    case .silence: script.lines[1].pause = stage.isReal ? .milliseconds(300) : .seconds(330)
    // Whoever goes with the other viewer has time to do so before the end.
    case .hangUp: script.lines[3].pause = .milliseconds(250)
    case .vanished, .crowd:
      script.lines[2].pause = stage.isReal ? .milliseconds(300) : .seconds(2)
    case .empty: script.lines = []
    case .joiners:
      // Each comes at the very moment at which an event is published, or just before or behind it.
      for line in script.lines.indices { script.lines[line].pause = .milliseconds(20) }
    case .burst, .heldUp:
      // More than a queue between viewers usually holds.
      let updates = (1...(plan == .burst ? 150 : 300)).map {
        StatusUpdate.thinking("update \($0) of a burst")
      }
      script.lines.insert(AgentScript.Line(after: .milliseconds(40), updates), at: 1)
      if plan == .burst, !stage.isReal { script.enlargeAnswer() }
    case .names:
      // Number 11 of the one and 1 of the other look alike.
      let updates = (1...12).map { StatusUpdate.thinking("update \($0) of run-1") }
      script.lines.insert(AgentScript.Line(after: .milliseconds(40), updates), at: 1)
    case .roundBacklog, .evenBacklog:
      // They fill pages of 10, 20, 25, 50, 100 and others, or of powers of two.
      let backlog = plan == .roundBacklog ? 200 : 256
      let updates = (1...backlog).map { StatusUpdate.thinking("update \($0) of many") }
      script.lines.insert(AgentScript.Line(after: .milliseconds(40), updates), at: 0)
      script.lines[1].pause = stage.isReal ? .milliseconds(300) : .seconds(2)
      viewers.append(
        Viewer(name: "viewer 2", agent: 0, visits: [Visit(arrival: .after(events: backlog))]))
    case .long:
      let lines = (0..<8).map { line in
        let updates = (1...20).map { StatusUpdate.thinking("update \(20 * line + $0) of many") }
        return AgentScript.Line(after: .milliseconds(9), updates)
      }
      script.lines.insert(contentsOf: lines, at: 1)
    default: break
    }
  }

  private mutating func arrange(_ plan: PipelinePlan) {
    var second = Visit()
    second.resumes = .last
    second.pause = .milliseconds(20)
    switch plan {
    case .resumed, .resumedAmongTwo:
      viewers[0].visits = [Visit(leavesAfter: 3), second]
    case .sameID:
      viewers[0].visits = [Visit(leavesAfter: 3), second]
      viewers.append(Viewer(name: "viewer 2", agent: 0, visits: viewers[0].visits))
    case .again:
      viewers[0].visits = (0..<6).map { number in
        Visit(
          pause: .milliseconds(5), resumes: number == 0 ? .none : .last,
          leavesAfter: number < 5 ? 1 : nil)
      }
    case .crowd:
      // More than a server's places for viewers, where those of who has gone are not given back.
      viewers[0].visits = (0...20).map { number in
        Visit(pause: .milliseconds(5), leavesAfter: number < 20 ? 1 : nil)
      }
    case .oldNumber:
      viewers[0].visits = [
        Visit(leavesAfter: 4), Visit(pause: .milliseconds(20), resumes: .back(2)),
        Visit(resumes: .number(1)),
      ]
    case .atEnd: viewers[0].visits = [Visit(), second]
    case .foreign:
      viewers[0].visits = [
        Visit(leavesAfter: 3), Visit(pause: .milliseconds(20), resumes: .foreign),
      ]
    case .late:
      viewers.append(Viewer(name: "viewer 2", agent: 0, visits: [Visit(arrival: .afterEnd)]))
    case .joining:
      viewers.append(
        Viewer(name: "viewer 2", agent: 0, visits: [Visit(arrival: .after(events: 3))]))
    case .hangUp:
      viewers.append(Viewer(name: "viewer 2", agent: 0, visits: [Visit(leavesAfter: 2)]))
    case .vanished:
      viewers.append(
        Viewer(name: "viewer 2", agent: 0, visits: [Visit(vanishesAfter: .milliseconds(250))]))
    case .heldUp:
      viewers.append(Viewer(name: "viewer 2", agent: 0, visits: [Visit(reading: .held)]))
    case .joiners:
      for number in agents[0].script.lines.indices {
        viewers.append(
          Viewer(
            name: "viewer \(number + 2)", agent: 0,
            visits: [Visit(pause: .milliseconds(20 * (number + 1)))]))
      }
    case .slow: viewers[0].visits = [Visit(reading: .slow)]
    case .stalled: viewers[0].visits = [Visit(reading: .stalled)]
    case .gone:
      viewers.append(Viewer(name: "viewer 2", agent: nil, visits: [Visit(resumes: .number(3))]))
    case .long:
      viewers.append(Viewer(name: "viewer 2", agent: 0, visits: [Visit(arrival: .afterEnd)]))
      viewers.append(
        Viewer(name: "viewer 3", agent: 0, visits: [Visit(arrival: .after(events: 120))]))
    case .stopped:
      agents[0].finishes = false
      isStopped = true
      // Who waits for a trace has to be let go of as well.
      viewers.append(Viewer(name: "viewer 2", agent: nil))
    default: break
    }
  }
}

extension AgentScript {
  /// Gives an answer a text of more bytes than are often read or written at once.
  fileprivate mutating func enlargeAnswer() {
    guard case .complete(let answer) = outcome else { return }
    outcome = .complete(
      FinalAnswer(
        text: answer.text + String(repeating: " word", count: 16_000), route: answer.route,
        artifacts: answer.artifacts, metadata: answer.metadata))
  }

  /// Gives an answer the values that JSON has beside texts.
  ///
  /// Members stand in the order of their names, in which many a library writes them.
  fileprivate mutating func addValues(areExact: Bool) {
    guard case .complete(let answer) = outcome else { return }
    var artifacts = answer.artifacts
    artifacts["nested"] = ["a": nil, "b": [true, false, [:]]]
    // Each is the same in every notation of a double, so that it changes with its value alone.
    artifacts["numbers"] = [0.5, 1234.5625, -1, 42]
    if areExact {
      let digits = ["1.0", "-0", "1e21", "9007199254740993"]
      artifacts["zeros"] = JSON(digits.compactMap(JSON.init(digits:)))
    }
    var metadata = answer.metadata
    metadata["share"] = 0.25
    outcome = .complete(
      FinalAnswer(
        text: answer.text, route: answer.route, artifacts: artifacts, metadata: metadata))
  }
}

extension TraceID {
  /// A name that is known to be valid.
  init(known name: String) {
    do { try self.init(name) } catch { preconditionFailure("\(error)") }
  }
}
