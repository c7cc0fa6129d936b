/// What a run of a sink is about.
enum SinkPlan: String, TrialPlan, CaseIterable {
  case plain = "a run that ends well"
  case failing = "a run that fails"
  case cancelledRun = "a run that is cancelled"
  case abandoned = "a connection that is closed before the run has ended"
  case backlog = "events that are there together"
  case heartbeats = "heartbeats between events"
  case gap = "a viewer that was too slow"
  case epochs = "events of a buffer with an epoch"
  case oversize = "an update that is too large, and the same without it"
  case refusals = "updates that are too large among those that are there together"
  case cut = "a write that throws"
  case cancelled = "a cancellation in the middle of a write"
  case stalled = "a cancellation while a write accepts nothing"
  case flooded = "a write that accepts nothing"
  case connections = "two connections at once"
  case traces = "two traces on one connection"
  case lengths = "messages of all sizes"
  case lineBreaks = "line breaks in every text"
  case nul = "NUL in every text"
  case separators = "unusual line separators in every text"
  case unicode = "characters of several bytes in every text"
  case controls = "control characters in every text"
  /// No plan, but a world.
  case world = "a world"

  /// The numbers of the rules that such a run is judged by.
  var rules: Set<Int> { self == .world ? [] : ownRules.union(agUIRules) }

  /// Those about AG-UI.
  private var agUIRules: Set<Int> {
    switch self {
    case .plain, .failing: Set(801...812).union([814])
    case .abandoned, .backlog, .heartbeats, .gap, .epochs: Set(801...812)
    case .cancelledRun: Set(801...814)
    default: []
    }
  }

  private var ownRules: Set<Int> {
    switch self {
    case .world: []
    case .plain:
      [
        100, 101, 102, 103, 104, 105, 108, 109, 201, 202, 203, 208, 209, 503, 604, 616, 701,
        709, 710,
      ]
    case .failing: [100, 101, 102, 103, 104, 105, 108, 202, 203, 204, 208, 209]
    case .cancelledRun: [100, 101, 102, 103, 104, 105, 108, 202, 203, 207, 208, 209]
    case .abandoned: [100, 102, 104, 208, 616]
    case .backlog: [100, 101, 102, 103, 104, 105, 108, 109, 201, 202, 203, 602, 605]
    case .heartbeats: [100, 503, 702, 710, 711]
    case .gap: [100, 105, 602]
    case .epochs: [100, 503]
    case .oversize: [100, 707, 712]
    case .refusals: [100, 713]
    case .cut: [100, 106, 603]
    case .cancelled: [100, 106, 604, 616]
    case .stalled: [100, 604]
    case .flooded: [100, 601]
    case .connections: [100, 401]
    case .traces: [100, 102, 401, 711]
    case .lengths: [100, 101, 103, 710]
    case .lineBreaks: [100, 101, 103, 703]
    case .nul: [100, 101, 103, 704]
    case .separators: [100, 101, 103, 705]
    case .unicode: [100, 101, 103, 104, 706]
    case .controls: [100, 101, 103, 708]
    }
  }

  /// The rule that is broken by whatever is wrong with such a run and with no plainer one.
  var ownRule: Int {
    switch self {
    case .plain, .failing, .cancelledRun, .abandoned, .backlog: 102
    case .oversize: 707
    case .cut: 106
    case .cancelled: 604
    case .heartbeats: 702
    default: ownRules.max() ?? 102
    }
  }

  /// What the texts are like.
  var content: ContentKind {
    switch self {
    case .lineBreaks: .lineBreaks
    case .nul: .nul
    case .separators: .separators
    case .unicode: .unicode
    case .controls: .controls
    default: .plain
    }
  }

  var description: String { rawValue }
}

/// What can happen in a world of sinks.
enum SinkSituation: String, WorldSituation {
  case oddTexts = "line breaks, controls and wire syntax in texts"
  case longTexts = "long texts"
  case likeTexts = "texts that are much alike"
  case oddFields = "missing, empty and extreme fields"
  case largeEnd = "a long answer, message or reason at the end"
  case repetitions = "the same said again and again"
  case failing = "runs that fail"
  case cancelled = "runs that are cancelled"
  case openEnd = "a connection that is closed before its run has ended"
  case severalTraces = "several traces on a connection"
  case connections = "up to six connections"
  case oddNames = "names that are much alike"
  case resumed = "a first number above 1"
  case epochs = "events of a buffer with an epoch"
  case gaps = "a viewer that was too slow"
  case heartbeats = "heartbeats before and between events"
  case lateHeartbeats = "heartbeats after the end"
  case secondClose = "a second call of close()"
  case edges = "events of sizes at which a length field changes"
  case largest = "an update of exactly the size limit"
  case oversize = "an update above the size limit"
  case batches = "events that are there together"
  case pauses = "pauses between updates"
  case silence = "a long silence"
  case slowWrites = "writes that take seconds"
  case stall = "a viewer that accepts nothing for a while"
  case brokenWrite = "a write that throws"
  case cancellation = "a connection whose task is cancelled"
  case otherChunks = "bytes that arrive in other pieces"
  case manyParts = "plans of many steps, and answers of many parts"
  case hugeText = "a text of more than 100,000 bytes"

  static var seldom: Set<Self> { [.manyParts, .hugeText] }

  var isThroughout: Bool {
    switch self {
    case .oddTexts, .longTexts, .likeTexts, .oddFields,
      .manyParts, .hugeText, .repetitions, .oddNames, .pauses:
      true
    default: false
    }
  }

  static var conflicts: [WorldConflict<Self>] {
    let ends = "a run without an end does not end in some way"
    return [
      WorldConflict(.openEnd, .failing, because: ends),
      WorldConflict(.openEnd, .cancelled, because: ends),
      WorldConflict(.openEnd, .largeEnd, because: ends),
      WorldConflict(.openEnd, .lateHeartbeats, because: ends),
    ]
  }
}
