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
