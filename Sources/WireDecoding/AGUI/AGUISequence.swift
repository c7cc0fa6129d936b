/// Follows the events of one stream of AG-UI and tells what is wrong with their order: what the
/// schema can't say.
///
/// It goes on after a fault as if the event had been the right one, as far as that can be told, so
/// that one bug is told of once.
///
/// <!-- example, then
/// #expect(faults.map(\.kind) == [.brackets])
/// -->
/// ```swift
/// var sequence = AGUISequence()
/// var faults: [AGUIFault] = []
/// for text in [
///   #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":"1.0"}"#,
///   #"{"type":"STEP_FINISHED","stepName":"plan"}"#,
/// ] {
///   let value = try JSONValue(parsing: Array(text.utf8))
///   if let event = try AGUIEvent.read(value, declaring: sequence.declaredVersion) {
///     faults += sequence.take(event)
///   }
/// }
/// ```
public struct AGUISequence: Sendable {
  /// Where the stream stands between its runs.
  enum Phase: Sendable {
    case before
    case running
    case finished
    case cancelled
    case failed
  }

  var phase = Phase.before
  /// Whether a run goes on that was never started.
  private var lacksStart = false
  var thread: String?
  var run: String?
  /// The names of all runs, with their threads.
  private var knownRuns: Set<[[UInt8]]> = []
  /// What the current run, or the last one, declares to speak, as it is written.
  public internal(set) var declaredVersion: String?

  var brackets = AGUIBrackets()
  var values = AGUIValues()
  /// The faults of the event that is being taken.
  private var faults: [AGUIFault] = []

  /// Begins a stream.
  public init() {}

  /// Whether a run has begun and has not ended.
  public var isWithinRun: Bool { phase == .running }

  /// What an activity is by now: its type, and its content after all deltas that apply; `nil` if there
  /// is none of the id.
  public func activity(_ messageID: String) -> (type: String, content: JSONValue)? {
    values.activities[Array(messageID.utf8)].map { ($0.type, $0.content) }
  }

  /// Takes the next event.
  ///
  /// - Returns: What is wrong with it.
  public mutating func take(_ event: AGUIEvent) -> [AGUIFault] {
    faults = []
    checkPlace(of: event)
    switch event.kind {
    case .runStarted: begin(event)
    case .runFinished: finish(event)
    case .runError: fail(event)
    // What comes too late is neither opened nor closed.
    case _ where phase != .running: break
    default:
      brackets.take(event)
      values.take(event)
    }
    faults += brackets.takeFaults() + values.takeFaults()
    return faults
  }

  /// Takes the end of a response of which nothing is missing.
  ///
  /// - Returns: What is wrong with a stream that ends here.
  public func finish() -> [AGUIFault] {
    guard phase == .running else { return [] }
    return [
      AGUIFault(
        .end, expected: "RUN_FINISHED or RUN_ERROR before the response ends",
        found: "the end of the response within the run \(quoted(run))")
    ]
  }

  private mutating func note(_ kind: AGUIFault.Kind, _ expected: String, _ found: String) {
    faults.append(AGUIFault(kind, expected: expected, found: found))
  }

  private mutating func checkPlace(of event: AGUIEvent) {
    let type = event.kind.rawValue
    switch (phase, event.kind) {
    case (.before, .runStarted), (.before, .runError), (.finished, .runStarted),
      (.finished, .runError), (.failed, .runStarted), (.cancelled, .runStarted):
      break
    case (.before, _):
      note(.start, "RUN_STARTED or RUN_ERROR as the first event", type)
      // As if it had been there.
      phase = .running
      lacksStart = true
    case (.running, .runStarted) where lacksStart: break
    case (.running, .runStarted):
      note(.start, "the end of the run \(quoted(run)) before another one starts", type)
    case (.running, _): break
    case (.cancelled, .runError):
      note(.stop, "no failure of a run that was cancelled", type)
    case (.finished, _), (.cancelled, _):
      note(.end, "nothing after RUN_FINISHED but another run, or its late RUN_ERROR", type)
    case (.failed, _): note(.end, "nothing after RUN_ERROR but another run", type)
    }
  }

  // MARK: Runs

  private mutating func begin(_ event: AGUIEvent) {
    declaredVersion = event.text("protocolVersion")
    switch declaredVersion {
    case nil: note(.version, "the protocolVersion that the producer speaks", "none")
    case let version? where AGUIVersion(version) == nil:
      note(.version, "a protocolVersion as in '1.0'", JSONValue.string(version).words)
    default: break
    }
    let thread = event.text("threadId") ?? ""
    let run = event.text("runId") ?? ""
    if !knownRuns.insert([Array(thread.utf8), Array(run.utf8)]).inserted {
      note(.names, "a runId that no other run of the thread has", quoted(run))
    }
    (self.thread, self.run) = (thread, run)
    phase = .running
    lacksStart = false
    brackets.beginRun()
    values.beginRun(input: event["input"])
  }

  private mutating func finish(_ event: AGUIEvent) {
    brackets.closeAllLanes()
    guard phase == .running else { return phase = .finished }
    for (name, own) in [("threadId", thread), ("runId", run)] {
      guard let own, event.text(name)?.utf8.elementsEqual(own.utf8) == false else { continue }
      note(.names, "the \(name) \(quoted(own)) that was started", quoted(event.text(name)))
    }
    for item in brackets.openItems {
      note(.openAtEnd, "\(item) to be closed before RUN_FINISHED", "RUN_FINISHED")
    }
    let outcome = event["outcome"]?.text("type")
    if case .array(let pending)? = event["outcome"]?["pendingToolCallIds"], !pending.isEmpty {
      checkPending(pending)
    }
    phase = outcome == "cancelled" ? .cancelled : .finished
    lacksStart = false
    brackets.endRun()
  }

  private mutating func checkPending(_ pending: [JSONValue]) {
    let names = pending.compactMap { if case .string(let name) = $0 { name } else { nil } }
    let unanswered = brackets.unansweredCalls
    guard names != unanswered else { return }
    note(
      .names, "the tool calls without a result, \(unanswered.map { quoted($0) }), as pending",
      "\(names.map { quoted($0) })")
  }

  private mutating func fail(_ event: AGUIEvent) {
    brackets.closeAllLanes()
    phase = .failed
    lacksStart = false
    brackets.endRun()
  }

  private func quoted(_ text: String?) -> String {
    text.map { JSONValue.string($0).words } ?? "without a name"
  }
}
