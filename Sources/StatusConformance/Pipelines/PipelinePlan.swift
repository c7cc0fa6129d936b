/// What happens to a pipeline in a run.
enum PipelinePlan: String, TrialPlan, CaseIterable {
  case plain = "one viewer, there from the start"
  case failing = "an agent that fails"
  case cancelled = "an agent that is cancelled"
  case resumed = "a viewer that hangs up, and comes again with the id that it saw last"
  case late = "a viewer that comes after the end"
  case joining = "a viewer that joins a running trace"
  case hangUp = "two viewers, of whom one hangs up"
  case traces = "two traces at once"
  case lineBreaks = "line breaks and wire syntax in texts"
  case atEnd = "a viewer that comes again with the id of the end"
  case again = "a viewer that comes again and again"
  case oldNumber = "a viewer that comes again with an older id"
  case silence = "an agent that is silent for long"
  case burst = "an agent that speaks in a burst"
  case stopped = "an agent that stops without a word, and a pipeline that is stopped"
  case slow = "a viewer that reads slowly"
  case stalled = "a viewer that reads nothing for a while"
  case foreign = "a viewer that comes again with an id of another history"
  case gone = "a viewer that comes with an id to a trace that nobody knows"
  case resumedAmongTwo = "a viewer that comes again while another trace runs"
  case empty = "a run without updates"
  case separators = "unusual line separators in texts"
  case unicode = "characters of all sizes in texts"
  case controls = "control characters in texts"
  case vanished = "two viewers, of whom one vanishes while the agent is silent"
  case inTurn = "a trace that begins when another has ended"
  case long = "a long run, to which viewers come late"
  case sameID = "two viewers who come again with one id"
  case roundBacklog = "a viewer that joins when there are 200 updates"
  case evenBacklog = "a viewer that joins when there are 256 updates"
  case early = "a viewer that comes before its trace is open, and again"
  case heldUp = "two viewers, of whom one reads nothing for a minute"
  case crowd = "a viewer that hangs up twenty times, and comes again"
  case names = "several traces at once, with names that are much alike"
  case joiners = "viewers that join at the moment of an update"
  /// No plan, but a world.
  case world = "a world"

  /// Each run is judged by all that is promised.
  var rules: Set<Int> { self == .world ? [] : Self.allRules }

  private static let allRules = Set(ConformanceRule.all.map(\.id))

  /// The plans that show whether a rule holds; `nil` if every run does.
  static func plans(showing rule: Int) -> [PipelinePlan]? {
    switch rule {
    case 204: [.failing]
    case 205: [.late]
    case 207, 813: [.cancelled]
    case 208: [.stopped, .plain]
    case 401: [.traces, .resumedAmongTwo, .names]
    case 402: [.resumedAmongTwo]
    case 403: [.hangUp, .vanished, .heldUp, .crowd]
    case 501: [.resumed, .atEnd, .again, .oldNumber, .sameID]
    case 504: [.joining, .roundBacklog, .evenBacklog, .joiners]
    case 505: [.foreign]
    case 506: [.gone]
    case 602: [.long]
    case 604: [.stopped]
    case 702, 711: [.silence, .vanished]
    case 703: [.lineBreaks]
    case 705: [.separators]
    case 706: [.unicode]
    case 708: [.controls]
    case 814: [.resumed, .again, .oldNumber, .sameID]
    default: nil
    }
  }

  /// What the pipeline has to be able to do for such a run to make sense.
  var needs: ConformanceCapability? {
    switch self {
    case .resumed, .atEnd, .again, .oldNumber, .foreign, .gone, .resumedAmongTwo, .sameID:
      .resumable
    default: nil
    }
  }

  /// What the texts are like.
  var content: ContentKind {
    switch self {
    case .lineBreaks: .lineBreaks
    case .separators: .separators
    case .unicode: .unicode
    case .controls: .controls
    default: .plain
    }
  }

  var description: String { rawValue }
}

/// What can happen in a world of a pipeline.
enum PipelineSituation: String, WorldSituation {
  case oddTexts = "line breaks, controls and wire syntax in texts"
  case longTexts = "long texts"
  case oddFields = "missing, empty and extreme fields"
  case repetitions = "the same said again and again"
  case failing = "agents that fail"
  case cancelled = "agents that are cancelled"
  case bursts = "bursts of updates"
  case pauses = "pauses between updates"
  case silence = "a long silence"
  case severalTraces = "several traces at once"
  case audience = "up to five viewers"
  case lateViewers = "viewers that come late"
  case finishedTraces = "viewers that come after the end"
  case returning = "viewers that come again and again"
  case oldNumbers = "viewers that come again with older ids"
  case slowReaders = "viewers that read slowly"
  case stalls = "viewers that read nothing for a while"
  case hangUps = "viewers that hang up"
  case vanishing = "viewers that vanish"
  case foreignIDs = "viewers that come again with ids of another history"
  case unknownTraces = "viewers that come with ids to traces that nobody knows"
  case stops = "a pipeline that is stopped while viewers are there"

  var isThroughout: Bool {
    switch self {
    case .oddTexts, .longTexts, .oddFields, .repetitions: true
    default: false
    }
  }

  /// Whether it is about viewers that go on after an id.
  var needsIDs: Bool {
    switch self {
    case .oldNumbers, .foreignIDs, .unknownTraces: true
    default: false
    }
  }

  static var strains: Set<Self> { [.audience, .lateViewers] }

  static var conflicts: [WorldConflict<Self>] {
    [
      WorldConflict(
        .finishedTraces, .lateViewers, because: "who comes after the end does not come before it"),
      WorldConflict(
        .finishedTraces, .stops, because: "a pipeline is stopped before a trace has ended"),
    ]
  }
}
