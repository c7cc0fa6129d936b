import GoldenTranscripts
import StateLocking
import StatusStreaming

/// The runs of a pipeline.
struct PipelineTrial: Trial {
  static var subject: ConformanceSubject { .pipeline }
  static var usualRuns: Int { 177 }

  let profile: PipelineProfile
  let capabilities: Set<ConformanceCapability>
  let isExplored: Bool
  let observes: Projection
  let format: WireFormat
  let vocabulary: WireVocabulary
  let makePipeline: @Sendable (PipelineRun) async throws -> PipelineUnderTest
  private let counter = RunCounter()
  private let endlessConnections = RunCounter()
  /// What tells the traces of this verification from those of others on one server.
  private let mark = String(
    (0..<4).map { _ in "0123456789abcdefghijklmnopqrstuvwxyz".randomElement() ?? "0" })

  init(
    profile: PipelineProfile, capabilities: Set<ConformanceCapability>, isExplored: Bool,
    makePipeline: @escaping @Sendable (PipelineRun) async throws -> PipelineUnderTest
  ) {
    self.profile = profile
    let decoder = profile.makeDecoder()
    observes = decoder.observes
    format = decoder.format
    vocabulary = decoder.vocabulary
    self.capabilities = capabilities.union(decoder.impliedCapabilities)
    self.isExplored = isExplored
    self.makePipeline = makePipeline
  }

  var plans: [PipelinePlan] {
    PipelinePlan.allCases.filter { plan in
      plan != .world && plan.needs.map(capabilities.contains) ?? true
        && (plan != .controls || format == .terminal) && (plan != .heldUp || isExplored)
    }
  }

  var design: WorldDesign<PipelineSituation> {
    let isResumable = capabilities.contains(.resumable)
    return WorldDesign(
      PipelineSituation.allCases.filter { !$0.needsIDs || isResumable },
      upTo: isExplored ? 1_001 : 257, isAscending: true,
      boundaries: Occurrences.lengths(upTo: nil).filter { $0 != Occurrences.name(ofLength: 0) })
  }

  static func irrelevance(of rule: ConformanceRule) -> String {
    rule.invisibility ?? "is not about a \(subject.rawValue)"
  }

  func obstacle(to rule: ConformanceRule) -> String? {
    switch rule.id {
    case 105 where !observes.contains(.numbers), 503 where format != .eventStream:
      rule.id == 503 ? "needs .eventStream" : "the decoder does not show numbers"
    case 207 where vocabulary == .agUI: "a stop is judged by rule 813"
    case 505 where !observes.contains(.numbers): "the decoder does not show numbers"
    case 201 where !observes.contains(.ends), 203 where !observes.contains(.ends),
      208 where !observes.contains(.ends):
      "the decoder does not show how a trace ends"
    case 602 where !observes.contains(.gaps): "the decoder does not show gaps"
    case 702 where !observes.contains(.heartbeats): "the decoder does not show heartbeats"
    case 711 where !isExplored: "needs .simulated, since idling takes minutes"
    default: nil
    }
  }

  static func occasion(of rule: ConformanceRule) -> String? {
    switch rule.id {
    case 100, 104: nil
    case 101, 105: "a viewer that sees two events"
    case 102, 103: "something that is published"
    case 201, 203, 206: "a viewer that stays to the end of a run"
    case 202: "a viewer that sees the end"
    case 204: "a failure that a viewer waits for"
    case 205: "a viewer that comes after the end"
    case 207, 813: "a cancellation that a viewer waits for"
    case 208: "a run that is cut, or a viewer that sees the end"
    case 401: "two traces"
    case 402: "a resume while there are two traces"
    case 403: "a viewer that goes, or reads nothing, while another is there"
    case 501, 814: "a resume with an id that was seen"
    case 503, 704: "an event with an id"
    case 504: "a viewer that joins a running trace"
    case 505: "a resume with an id of another history"
    case 506: "an id that was seen, to ask for a trace with that is gone"
    case 602: "a gap, or a viewer that comes after \(PipelineRecording.overflow) events"
    case 604: "a stop of the pipeline"
    case 702: "a heartbeat that a viewer sees before an event"
    case 703, 705, 706, 708: "a text that is about it"
    case 711: "a silence of 15 seconds"
    default: "an event that a viewer sees"
    }
  }

  func plans(showing rule: ConformanceRule) -> [PipelinePlan]? {
    PipelinePlan.plans(showing: rule.id)
  }

  func perform(
    _ plan: PipelinePlan, on stage: Stage, into recorder: Recorder<PipelineRecording>
  ) async {
    if plan == .long { stage.allow(work: 40 * 200 * 6) }
    // Some look every few milliseconds whether there is room.
    if plan == .heldUp || plan == .silence { stage.allow(work: 20_000) }
    let scene = PipelineScene(
      plan, prefix: prefix, isResumable: capabilities.contains(.resumable),
      hasExactAnswers: hasExactAnswers, on: stage)
    await PipelinePerformance(scene: scene, stage: stage, recorder: recorder, trial: self).perform()
  }

  func perform(
    _ world: World<PipelineSituation>, on stage: Stage, into recorder: Recorder<PipelineRecording>
  ) async {
    stage.allow(work: 40 * (world.length + 40) * 6)
    let scene = PipelineScene(
      world, prefix: prefix, isResumable: capabilities.contains(.resumable),
      hasExactAnswers: hasExactAnswers, on: stage)
    recorder.update { recording in
      recording.occurrences.note(updates: world.length)
      for situation in world.situations where !situation.isThroughout {
        recording.occurrences.note(situation)
      }
    }
    await PipelinePerformance(scene: scene, stage: stage, recorder: recorder, trial: self).perform()
  }

  private var hasExactAnswers: Bool {
    observes.contains(.exactAnswers) && profile.hasExactAnswers
  }

  /// Notes that a connection had to be given up.
  func noteEndlessConnection() { endlessConnections.next() }

  /// How long a connection is waited for that should have ended: less if it has been seen often that they
  /// don't end, which takes most of the time then.
  func patience(outOf usual: Duration) -> Duration {
    endlessConnections.count < 3 ? usual : usual / 4
  }

  /// What the names of traces begin with: in real time runs may share a server.
  private var prefix: String { isExplored ? "" : "r\(counter.next())\(mark)-" }

  func finding(in recording: PipelineRecording, against rule: ConformanceRule) -> Finding? {
    judgement(of: recording).first { $0.rule == rule.id }?.finding
  }

  func findings(
    in recording: PipelineRecording, against rules: [ConformanceRule]
  ) -> [(rule: ConformanceRule, finding: Finding)] {
    let findings = judgement(of: recording)
    return rules.compactMap { rule in
      findings.first { $0.rule == rule.id }.map { (rule, $0.finding) }
    }
  }

  func findings(
    in recording: PipelineRecording, of world: World<PipelineSituation>
  ) -> [(rule: Int, finding: Finding)] {
    judgement(of: recording)
  }

  private func judgement(of recording: PipelineRecording) -> [(rule: Int, finding: Finding)] {
    PipelineJudgement(
      of: recording, observes: observes, format: format, vocabulary: vocabulary,
      capabilities: capabilities, isExplored: isExplored
    ).findings
  }
}

/// Counts something in the runs in real time.
private final class RunCounter: Sendable {
  private let state = Lock(0)

  var count: Int { state.withLock { $0 } }

  @discardableResult func next() -> Int {
    state.withLock { count in
      count += 1
      return count
    }
  }
}

extension ConformanceRule {
  /// Why bytes at viewers don't show whether the rule holds; `nil` if they do.
  var invisibility: String? {
    switch id {
    case 106: "a connection that is cut has to show what any other does as far as it goes (102)"
    case 107: "each trace is published in one known order, by which every viewer is judged (101)"
    case 110, 111, 609...612: "what the buffer does is not on the wire"
    case 301...305: "the agents are the verification's own"
    case 404: "a pipeline is not asked to forget a trace"
    case 502, 507, 606...608, 707, 712, 713:
      "what the pipeline refuses or drops is its own affair; a gap that it sends is judged (602)"
    case 601: "what the pipeline holds is not on the wire"
    case 614: "what becomes of a viewer that takes nothing is not seen by others"
    case 701, 709: "what a line or a chunk holds is judged with the sink"
    case 108, 109, 209, 603, 605, 613, 615, 616: "calls within the pipeline are not on the wire"
    default: nil
    }
  }
}
