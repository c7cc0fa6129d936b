/// What is done with a buffer in a run.
enum BufferPlan: String, TrialPlan, CaseIterable {
  /// One writer, and two viewers that read everything at once.
  case whole
  /// One writer, and a viewer that reads in pieces meanwhile.
  case pieces
  /// Several writers to one trace.
  case writers
  /// Several writers to one trace, and viewers meanwhile.
  case viewers
  /// Writers and two ends at about the same time.
  case race
  /// A trace that fails.
  case failure
  /// A trace whose run is cancelled.
  case cancellation
  /// Writing to a trace that has ended.
  case afterwards
  /// Viewers that are behind, or come first, when a trace has ended.
  case late
  /// A second run under one id.
  case reuse
  /// Several traces at once.
  case traces
  /// Reading after drawn numbers.
  case resume
  /// Reading after drawn numbers where there are several traces.
  case resumeAmongTraces
  /// Reading after cursors that count another history.
  case histories
  /// More updates than are kept.
  case overflow
  /// Reading after drawn numbers where more was written than is kept.
  case expiry
  /// More updates than a trace takes, and its end.
  case refusals
  /// More traces than a buffer takes.
  case traceCap
  /// More bytes than a buffer takes.
  case byteCap
  /// What counters say of all that.
  case counters
  /// Viewers that wait to be woken.
  case waking
  /// When the events of a trace are said to have been appended.
  case timing
  /// No plan, but a world.
  case world

  var rules: Set<Int> {
    switch self {
    case .world: []
    case .whole: [101, 102, 103, 104, 105, 201, 203]
    case .pieces, .writers: [101, 102, 103, 104, 105]
    case .viewers: [101, 102, 103, 104, 105, 107]
    case .race: [102, 201, 203]
    case .failure: [204]
    case .cancellation: [207]
    case .afterwards: [202]
    case .late: [205]
    case .reuse: [104, 105]
    case .traces: [101, 102, 103, 105, 401]
    case .resume: [501]
    case .resumeAmongTraces: [402]
    case .histories: [505]
    case .overflow: [201, 601, 602]
    case .expiry: [501, 502]
    case .refusals: [609, 610]
    case .traceCap, .byteCap: [609, 610, 611]
    case .counters: [612]
    case .waking: [110]
    case .timing: [111]
    }
  }

  var description: String {
    switch self {
    case .world: "a world"
    case .whole: "one writer, viewers that read all"
    case .pieces: "one writer, a viewer that reads in pieces"
    case .writers: "several writers to one trace"
    case .viewers: "several writers to one trace and viewers meanwhile"
    case .race: "several writers and two ends at once"
    case .failure: "a trace that fails"
    case .cancellation: "a trace whose run is cancelled"
    case .afterwards: "writing to a trace that has ended"
    case .late: "viewers of a trace that has ended"
    case .reuse: "a second run under one id"
    case .traces: "several traces at once"
    case .resume: "reading after any number"
    case .resumeAmongTraces: "reading after any number of one of several traces"
    case .histories: "reading after cursors of another history"
    case .overflow: "more updates than are kept"
    case .expiry: "reading after numbers that are gone"
    case .refusals: "more updates than a trace takes"
    case .traceCap: "more traces than the buffer takes"
    case .byteCap: "more bytes than the buffer takes"
    case .counters: "what the counters say"
    case .waking: "viewers that wait to be woken"
    case .timing: "when events were appended"
    }
  }
}

/// What can happen in a world around a buffer.
enum BufferSituation: String, WorldSituation {
  case oddTexts = "line breaks, controls and wire syntax in texts"
  case longTexts = "long texts"
  case likeTexts = "texts that are much alike"
  case oddFields = "missing, empty and extreme fields"
  case repetitions = "the same said again and again"
  case failing = "runs that fail"
  case cancelled = "runs that are cancelled"
  case cancelledWriters = "writers whose tasks are cancelled"
  case openEnd = "runs that do not end"
  case severalTraces = "several traces at once"
  case oddNames = "names that are much alike"
  case severalWriters = "several writers to a trace"
  case rivalEnds = "two ends at about the same time"
  case stragglers = "writing after the end"
  case rivalOpening = "opening a trace that is there"
  case secondRun = "a second run under an id"
  case removal = "removal in the middle of a run"
  case audience = "up to six viewers"
  case pieces = "reads of a few events"
  case returning = "viewers that go on after any number"
  case everyNumber = "reads after every number"
  case ahead = "cursors beyond the newest event"
  case otherHistory = "cursors of another history"
  case unknown = "reads of traces that were never opened"
  case waiting = "viewers that wait to be woken"
  case cancelledReads = "reads that are cancelled"
  case pauses = "pauses between updates"
  case silence = "a long silence"
  case overflow = "more updates than are kept"
  case byteOverflow = "more bytes than may be held"
  case manyParts = "plans of many steps, and answers of many parts"
  case hugeText = "a text of more than 100,000 bytes"
  case cancelledCalls = "openings and removals in tasks that are cancelled"
  case laterTraces = "a trace that is opened when others have ended"

  static var seldom: Set<Self> { [.manyParts, .hugeText] }

  var isThroughout: Bool {
    switch self {
    case .oddTexts, .longTexts, .likeTexts, .oddFields,
      .manyParts, .hugeText, .repetitions, .oddNames, .pieces, .pauses:
      true
    default: false
    }
  }

  static var conflicts: [WorldConflict<Self>] {
    [
      WorldConflict(.openEnd, .rivalEnds, because: "a run without an end has no two"),
      WorldConflict(.openEnd, .stragglers, because: "nothing comes after an end that never comes"),
      WorldConflict(.openEnd, .failing, because: "a run without an end does not fail"),
      WorldConflict(.openEnd, .cancelled, because: "a run without an end is not cancelled"),
      WorldConflict(.openEnd, .cancelledWriters, because: "a run without an end is not cancelled"),
      WorldConflict(.removal, .everyNumber, because: "a trace that is gone has no numbers"),
    ]
  }
}
