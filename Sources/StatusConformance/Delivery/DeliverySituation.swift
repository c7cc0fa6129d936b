/// What can happen in a world of deliveries.
enum DeliverySituation: String, WorldSituation {
  case oddTexts = "line breaks, controls and wire syntax in texts"
  case longTexts = "long texts"
  case likeTexts = "texts that are much alike"
  case oddFields = "missing, empty and extreme fields"
  case repetitions = "the same said again and again"
  case failing = "agents that fail"
  case cancelled = "agents that are cancelled"
  case bursts = "bursts of updates"
  case pauses = "pauses between updates"
  case silence = "a long silence"
  case severalTraces = "several traces at once"
  case oddNames = "names that are much alike"
  case epoch = "a history with a name"
  case audience = "up to six viewers"
  case lateViewers = "viewers that come late"
  case finishedTraces = "viewers that come after the end"
  case numbered = "viewers that go on after any number"
  case everyNumber = "a viewer that comes after every number"
  case returning = "viewers that come again and again"
  case slowSinks = "slow sinks"
  case stalls = "sinks that stall and recover"
  case partialBatches = "sinks that take a part of a batch"
  case refusals = "sinks that refuse events"
  case failingSends = "sends that fail"
  case failingHeartbeats = "heartbeats that fail"
  case failingCloses = "closes that fail"
  case cancellation = "connections that are cancelled"
  case stubbornSinks = "writes that are completed although they are cancelled"
  case slowReads = "reads of the buffer that take long"
  case failingReads = "reads of the buffer that fail"
  case overflow = "more updates than are kept"
  case removal = "removal of a trace that is followed"
  case secondRun = "a second run under an id"
  case hours = "a silence of hours, and a buffer that answers late while there is nothing"

  var isThroughout: Bool {
    switch self {
    case .oddTexts, .longTexts, .likeTexts, .oddFields, .repetitions: true
    default: false
    }
  }

  static var strains: Set<Self> { [.audience, .lateViewers, .failingReads] }
  static var seldom: Set<Self> { [.hours] }

  static var conflicts: [WorldConflict<Self>] {
    [
      WorldConflict(.removal, .secondRun, because: "a trace that is gone has one end already"),
      WorldConflict(
        .removal, .finishedTraces, because: "who comes after the end would find nothing"),
      WorldConflict(.removal, .everyNumber, because: "a trace that is gone has no numbers"),
      WorldConflict(
        .finishedTraces, .lateViewers, because: "who comes after the end does not come before it"),
    ]
  }
}
