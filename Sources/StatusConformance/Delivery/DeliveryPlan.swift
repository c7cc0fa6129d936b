import ReferenceScenarios
import StatusStreaming

/// What disturbs a delivery in a run.
enum DeliveryPlan: String, TrialPlan, CaseIterable {
  /// Nothing: one viewer, there from the start.
  case plain = "one viewer, there from the start"
  case failingAgent = "the agent fails"
  case cancelledAgent = "the agent is cancelled"
  case cancelled = "the connection is cancelled"
  case brokenSink = "the sink throws"
  case batches = "the agent speaks in bursts, and the sink takes part of a batch"
  case refusals = "the sink refuses updates"
  case refusedEnd = "the sink refuses the answer"
  case refusedStop = "the agent fails or is cancelled, and the sink refuses to say so"
  case slowViewer = "the viewer stalls, and the buffer overflows"
  case lateViewer = "the viewer joins a running trace"
  case finishedTrace = "the viewer joins a finished trace"
  case twoTraces = "another trace runs beside"
  case twoViewers = "two viewers follow one trace"
  case brokenViewer = "one of two viewers fails"
  case resumed = "the viewer resumes"
  case resumedAtEnd = "the viewer resumes a finished trace"
  case resumedAmongTwo = "the viewer resumes while another trace runs beside"
  case reconnected = "the sink throws, and the viewer comes again"
  case refusedAgain = "the sink refuses an update and throws, and the viewer comes again"
  case expired = "the viewer resumes after a number whose successors are gone"
  case gone = "the viewer resumes a trace that is gone"
  case reused = "a second run under the id of one that is gone"
  case idle = "the agent is silent for long"
  case cancelledOutput = "the connection is cancelled, and its output is to be ended"
  case failingClose = "closing the sink fails"
  case stalledSend = "a send takes longer than it may"
  case brokenCrowd = "ten viewers fail, one after the other, and another comes"
  case silentStart = "the connection is cancelled before the agent has said anything"
  case failedRead = "the trace has 280 updates, and a read behind a full page fails"
  case cancelledBeats = "the connection is cancelled when it has had heartbeats alone"
  case roundBacklog = "the viewer joins when there are 200 updates, or 1,000"
  case evenBacklog = "the viewer joins when there are 256 updates, or 512"
  case resumedTogether = "two viewers resume with one number"
  case cancelledReader = "one of two viewers is cancelled while it reads"
  case longSends = "a burst of updates, of which each takes seconds to send"
  case sendsInTime = "a burst of updates, of which each takes nearly as long to send as it may"
  case failingReads = "the agent is slow, and reads fail again and again"
  case heldUp = "one of two viewers accepts nothing for minutes"
  case joiners = "viewers join a running trace, and what their reads give is long on its way"
  /// No plan, but a world.
  case world = "a world"

  /// Each rule is judged where its own bug is the first to show.
  var rules: Set<Int> {
    switch self {
    case .world: []
    case .plain: [101, 102, 103, 104, 105, 108, 201, 202, 203, 206]
    case .failingAgent: [204]
    case .cancelledAgent: [207]
    case .cancelled: [106, 108, 604]
    case .brokenSink: [603]
    case .batches: [101, 102, 103, 104, 105, 201, 203]
    case .refusals: [606, 607]
    case .refusedEnd, .refusedStop: [608]
    case .slowViewer: [601, 602]
    case .lateViewer, .joiners: [504]
    case .roundBacklog, .evenBacklog: [103, 504]
    case .finishedTrace: [205]
    case .twoTraces: [103, 401]
    case .twoViewers: [102, 107, 201]
    case .brokenViewer, .cancelledReader, .heldUp: [403]
    case .resumed, .resumedAtEnd, .reconnected, .resumedTogether: [501]
    case .resumedAmongTwo: [402]
    case .refusedAgain: [507]
    case .expired: [502]
    case .gone: [506]
    case .reused: [404]
    case .idle: [108, 202, 711]
    case .cancelledOutput, .cancelledBeats: [108, 613]
    case .failingClose: [615]
    case .stalledSend: [614]
    case .brokenCrowd: [403]
    case .silentStart: [604]
    case .failedRead: [102, 103, 104, 105, 106, 206]
    case .longSends: [102, 504]
    case .sendsInTime: [614]
    case .failingReads: [102, 206]
    }
  }

  /// What is lost together with an end that is not told is named, too; it is most often lost in such
  /// runs alone, whose own rule says more.
  var rulesBeside: Set<Int> {
    self == .failingAgent || self == .cancelledAgent ? [101, 102, 103, 104] : []
  }

  /// Without which the plan makes no sense.
  var capabilities: Set<ConformanceCapability> {
    switch self {
    case .resumed, .resumedAtEnd, .resumedAmongTwo, .resumedTogether, .reconnected, .expired, .gone:
      [.resumable]
    case .refusals, .refusedEnd, .refusedStop: [.sizeLimit]
    case .refusedAgain: [.resumable, .sizeLimit]
    case .idle: [.heartbeats]
    case .cancelledOutput, .failingClose: [.closing]
    case .cancelledBeats: [.closing, .heartbeats]
    default: []
    }
  }

  /// Whether the last viewer is the one that is judged.
  var judgesTheLast: Bool { isReconnection || self == .reused || self == .brokenCrowd }

  /// Whether it needs more time than there is outside of a simulation.
  var needsSimulation: Bool {
    [.idle, .silentStart, .cancelledBeats, .longSends, .sendsInTime, .failingReads, .heldUp]
      .contains(self) || !backlogs.isEmpty
  }

  /// Whether the second viewer is the first one, who comes again after its connection was lost.
  var isReconnection: Bool { self == .reconnected || self == .refusedAgain }

  /// Whether it is about how long sends may take; `nil` if that is not the matter.
  var hasSendTimeout: Bool? {
    switch self {
    case .stalledSend, .sendsInTime: true
    case .longSends: false
    default: nil
    }
  }

  /// How many traces run.
  var traceCount: Int { self == .twoTraces || self == .resumedAmongTwo ? 2 : 1 }

  /// How many runs there are: of each trace one, or of one trace one after the other.
  var runCount: Int { self == .reused ? 2 : traceCount }

  /// The epoch of the buffer.
  var epoch: Epoch? {
    // What is told in the place of what is refused is of the same history.
    [.resumed, .reconnected, .refusals, .refusedEnd, .refusedStop].contains(self) ? "b7" : nil
  }

  /// How many connections follow the first of them.
  var viewerCount: Int {
    switch self {
    case .twoViewers, .brokenViewer, .cancelledReader, .heldUp, .reconnected, .refusedAgain,
      .reused, .resumedTogether:
      2
    case .joiners: 5
    case .brokenCrowd: 11
    default: 1
    }
  }

  /// How many updates the buffer keeps of a trace.
  var capacity: Int {
    switch self {
    case .slowViewer: 4
    case .expired: 3
    // Whatever the viewer joins is still kept.
    case .roundBacklog, .evenBacklog: 4_096
    default: 1_000
    }
  }

  /// How many updates there usually are at least.
  var updateCount: Int {
    switch self {
    case .batches: 24
    case .longSends, .sendsInTime, .joiners: 12
    // More than a queue between viewers usually holds.
    case .slowViewer, .heldUp: 130
    case .expired: 8
    case .failedRead: 280
    default: 5
    }
  }

  /// How many updates there are in the plainest case.
  var fewestUpdates: Int {
    switch self {
    // A second run is longer than the first, and what is known of that ends within it.
    case .reused, .roundBacklog, .evenBacklog: updateCount
    default: updateCount == 5 ? 2 : updateCount
    }
  }

  /// How many updates there may be when the viewer joins, the usual number first.
  ///
  /// They fill pages of 10, 20, 25, 50, 100 and others, or of powers of two; empty where it is not about that.
  var backlogs: [Int] {
    switch self {
    case .roundBacklog: [200, 200, 1_000]
    case .evenBacklog: [256, 256, 512]
    default: []
    }
  }

  /// How the agents may end, the plainest way first.
  var endings: [AgentScript.Ending] {
    switch self {
    case .failingAgent: [.failed]
    case .cancelledAgent: [.cancelled]
    case .refusedStop: [.failed, .cancelled]
    default: [.complete]
    }
  }

  /// When the agents are started, unless the connection starts its own.
  var beginning: Beginning {
    switch self {
    case .lateViewer, .resumed, .resumedAmongTwo, .resumedTogether, .joiners: .before
    case .roundBacklog, .evenBacklog: .paged
    case .finishedTrace, .resumedAtEnd, .gone, .failedRead: .finished
    case .expired: .overflown
    default: .after
    }
  }

  /// How far the agents are when the first viewer comes.
  enum Beginning: Sendable {
    /// They have not begun.
    case after
    /// They are at work and have said something.
    case before
    /// They are at work, or done, and the buffer has dropped some of what they said.
    case overflown
    /// They rest when they have said just so much that it fills pages of many sizes.
    case paged
    /// They have ended.
    case finished
  }
}

extension DeliveryPlan: CustomStringConvertible {
  /// What happens, in a few words.
  var description: String { rawValue }
}

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
