import DeterministicSimulation

/// What a verification has done and how it judges it: the part of a verification that knows its
/// subject.
protocol Trial: Sendable {
  /// What is varied on purpose from one run to the next, beside schedules and drawn choices.
  associatedtype Plan: TrialPlan
  /// What is kept of a run.
  associatedtype Recording: TrialRecording where Recording.Plan == Plan

  /// What the rules are about.
  static var subject: ConformanceSubject { get }
  /// How many runs there are unless more are asked for.
  static var usualRuns: Int { get }

  /// What the implementation says that it can do.
  var capabilities: Set<ConformanceCapability> { get }
  /// The plans, the plainest first, without that of worlds.
  var plans: [Plan] { get }
  /// The worlds that there can be.
  var design: WorldDesign<Recording.Situation> { get }

  /// Why a rule about other stages is not judged.
  static func irrelevance(of rule: ConformanceRule) -> String

  /// Why a rule can't be judged, apart from a capability that is missing; `nil` if it can.
  func obstacle(to rule: ConformanceRule) -> String?

  /// What has to happen in a run for it to show whether a rule holds; `nil` if every run does.
  static func occasion(of rule: ConformanceRule) -> String?

  /// The plans of which a run has to be made to see anything of a rule; `nil` if any run will do.
  func plans(showing rule: ConformanceRule) -> [Plan]?

  /// Makes one run.
  ///
  /// It returns when the implementation has ended; if that never happens, what has been recorded
  /// until then is judged.
  func perform(_ plan: Plan, on stage: Stage, into recorder: Recorder<Recording>) async

  /// Makes one run that is a world, as the other method does.
  func perform(
    _ world: World<Recording.Situation>, on stage: Stage, into recorder: Recorder<Recording>
  ) async

  /// The lane of the run's buffer in pictures; `nil` by default, and where nothing is known of one.
  func bufferLane(of recording: Recording) -> BufferLane?

  /// Judges a recording by one rule: a pure function.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  func finding(in recording: Recording, against rule: ConformanceRule) -> Finding?

  /// Judges a recording by several rules, each as by itself.
  func findings(
    in recording: Recording, against rules: [ConformanceRule]
  ) -> [(rule: ConformanceRule, finding: Finding)]

  /// Judges the recording of a world by everything that is promised of every run.
  ///
  /// - Returns: What is wrong, by the rule that it breaks; of several the lowest-numbered first.
  func findings(
    in recording: Recording, of world: World<Recording.Situation>
  ) -> [(rule: Int, finding: Finding)]
}

extension Trial {
  static func occasion(of rule: ConformanceRule) -> String? { nil }

  func plans(showing rule: ConformanceRule) -> [Plan]? { nil }

  func bufferLane(of recording: Recording) -> BufferLane? { nil }

  static func irrelevance(of rule: ConformanceRule) -> String {
    "is not about a \(subject.rawValue)"
  }

  func findings(
    in recording: Recording, against rules: [ConformanceRule]
  ) -> [(rule: ConformanceRule, finding: Finding)] {
    rules.compactMap { rule in finding(in: recording, against: rule).map { (rule, $0) } }
  }
}

/// What is varied on purpose in a run.
protocol TrialPlan: Sendable, Hashable, CustomStringConvertible {
  /// That of a run which follows no plan, but is a world.
  static var world: Self { get }
  /// The numbers of the rules that runs of this plan are judged by.
  var rules: Set<Int> { get }
  /// The numbers of those that are named where one of the former is broken, and charged with nothing;
  /// none by default.
  var rulesBeside: Set<Int> { get }
}

extension TrialPlan {
  var rulesBeside: Set<Int> { [] }
}

/// What is kept of a run.
protocol TrialRecording: Sendable, Hashable {
  associatedtype Plan: TrialPlan
  /// What can happen in a run that follows no plan.
  associatedtype Situation: WorldSituation

  /// Begins a recording.
  init(of plan: Plan)

  /// The plan that was followed.
  var plan: Plan { get }
  /// The world that the run is, if it follows no plan.
  var world: World<Situation>? { get set }
  /// What has happened of what can.
  var occurrences: Occurrences { get set }
  /// Why the run did not end by itself; `nil` if it did.
  var interruption: Interruption? { get set }
  /// What happened, for people.
  var timeline: Timeline { get set }
  /// How much has happened, which grows with all that does; by default what the timeline shows.
  var progress: Int { get }
  /// The numbers of the rules that would have shown, had they been broken; none by default.
  var triggers: Set<Int> { get }
  /// What had begun and never ended, one thing in a line as in a timeline; nothing by default.
  var unended: [String] { get }
  /// What went on between a pipeline and its viewers; `nil` by default.
  var traffic: Coverage.Traffic? { get }
  /// Why the run says nothing of what it is meant to show, by the number of the rule; nothing by
  /// default.
  var obstacles: [Int: String] { get }
  /// What had to arrive, one event in a line.
  var expectedTranscript: [String] { get }
  /// What arrived, one event in a line.
  var seenTranscript: [String] { get }
}

extension TrialRecording {
  var progress: Int { timeline.entries.count }
  var unended: [String] { [] }
  var traffic: Coverage.Traffic? { nil }
  var obstacles: [Int: String] { [:] }
  var triggers: Set<Int> { [] }

  /// What has happened in a world of what can, by its names; `nil` if it is none.
  var happened: Set<String>? {
    guard let world else { return nil }
    var occurrences = occurrences
    for situation in world.situations where situation.isThroughout && world.length > 0 {
      occurrences.note(situation)
    }
    return occurrences.names
  }

  /// Whether it did not end within what a run may take.
  var isCut: Bool {
    switch interruption {
    case .endless, .cut: true
    case .escaped, nil: false
    }
  }

  /// What was varied on purpose, in words.
  var situation: String { world.map { "\($0)" } ?? plan.description }
}
