import RunTimelines
import StatusStreaming

/// What an agent published in a run, and what became of it.
struct AgentRecording: TrialRecording {
  /// Something that was published.
  struct Entry: Sendable, Hashable {
    let payload: StreamEvent.Payload
    /// Whether the agent had returned or thrown already.
    let isAfterReturn: Bool
  }

  /// How the agent ended.
  enum Ending: Sendable, Hashable {
    case returned
    /// With a message that viewers have to be told, if it is a `StatusFailure`'s.
    case threw(String, message: String?, isCancelled: Bool)
  }

  /// A piece of work.
  struct Work: Sendable, Hashable {
    let name: String
    let step: Int?
    /// How many entries there were before.
    let place: Int
    /// How many entries there were when it was done or threw.
    var end: Int?
    var hasFailed = false
  }

  let plan: AgentPlan
  var world: World<AgentSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  let trace: TraceID = "run-a"
  private(set) var entries: [Entry] = []
  private(set) var ending: Ending?
  private(set) var works: [Work] = []
  /// How many entries there were when the agent was cancelled, if it was.
  private(set) var cancellation: Int?

  init(of plan: AgentPlan) {
    self.plan = plan
  }

  /// Notes what is published; only the agent's own trace is judged.
  mutating func publish(
    _ payload: StreamEvent.Payload, in trace: TraceID, at time: RunClock.Instant
  ) {
    if timeline.isKept {
      let line = line(payload, in: trace)
      let event = StreamEvent(trace: trace, sequence: .zero, payload: payload)
      timeline.append(
        "the agent publishes \(line)", at: time,
        Drawing(in: "agent of \(trace)", event.kind, "\(entries.count + 1)"))
    }
    guard trace == self.trace else { return }
    entries.append(Entry(payload: payload, isAfterReturn: ending != nil))
  }

  /// Notes that the agent has ended.
  mutating func end(_ ending: Ending, at time: RunClock.Instant) {
    let text =
      switch ending {
      case .returned: "the agent returns"
      case .threw(let error, _, _): "the agent throws \(error)"
      }
    let isReturn = if case .returned = ending { true } else { false }
    timeline.append(
      text, at: time,
      Drawing(in: "agent", isReturn ? .end : .failure, isReturn ? "returns" : "throws"))
    self.ending = ending
  }

  /// Notes that the agent is cancelled.
  mutating func cancel(at time: RunClock.Instant) {
    timeline.append(
      "the agent is cancelled", at: time, Drawing(in: "agent", .cancellation, "cancelled"))
    cancellation = entries.count
  }

  /// Notes that some work begins.
  ///
  /// - Returns: its place among all.
  mutating func begin(_ name: String, step: Int?, at time: RunClock.Instant) -> Int {
    let work = Work(name: name, step: step, place: entries.count)
    timeline.append(
      "\(work) begins", at: time,
      Drawing(in: "work", .work, name, opening: "\(works.count)"))
    works.append(work)
    return works.count - 1
  }

  /// Notes that some work is done, or throws.
  mutating func end(_ work: Int, throwing error: (any Error)?, at time: RunClock.Instant) {
    works[work].end = entries.count
    works[work].hasFailed = error != nil
    let outcome = error.map { "throws \($0)" } ?? "is done"
    timeline.append(
      "\(works[work]) \(outcome)", at: time,
      Drawing(
        in: "work", error == nil ? .work : .failure, works[work].name, closing: "\(work)"))
  }

  func line(_ payload: StreamEvent.Payload, in trace: TraceID? = nil) -> String {
    let trace = trace ?? self.trace
    let event = StreamEvent(trace: trace, sequence: .zero, payload: payload)
    return "\(SeenEvent(event).unnumbered)"
  }

  var expectedTranscript: [String] { [] }

  var seenTranscript: [String] { entries.map { line($0.payload) } }
}

extension AgentRecording.Work: CustomStringConvertible {
  /// What is done, and for which step.
  var description: String { "the work “\(name)”" + (step.map { " of step \($0)" } ?? "") }
}
