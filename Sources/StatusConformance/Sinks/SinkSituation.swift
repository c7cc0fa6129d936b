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
