import DeterministicSimulation
import RunTimelines
import Testing

extension RunTimeline {
  /// The picture of a schedule that fails: a lane for each task, with what it did in its turns.
  ///
  /// Steps of one instant are drawn a microsecond apart, so that their order is seen.
  init(of failure: ExplorationFailure) {
    self.init(
      title: "A schedule that fails",
      summary: "Replay token \(failure.token). Steps of one instant are drawn a microsecond apart.")
    let last = add(failure.trace).last
    violation = Violation(
      "\(type(of: failure.underlyingError))", expected: "the body to end without an error",
      seen: "\(failure.underlyingError)", at: last?.time, in: last?.id)
  }

  /// The picture of a simulated test that has an issue: a lane for each task, with what it did in its
  /// turns.
  ///
  /// - Parameters:
  ///   - text: the first issue, and `step` the step in which it was recorded; `nil` for the last one.
  init(of trace: [TraceStep], in test: String, failingWith text: String, at step: Int?) {
    self.init(
      title: test,
      summary: "The last \(trace.count) steps, those of one instant a microsecond apart.")
    let drawn = add(trace)
    let index = step.flatMap { step in trace.lastIndex { $0.step <= step } } ?? drawn.indices.last
    violation = Violation(
      "The test failed", expected: "no issue", seen: text, at: index.map { drawn[$0].time },
      in: index.map { drawn[$0].id })
  }

  /// Adds steps, each in the lane of its task; those of one instant a microsecond apart.
  @discardableResult
  private mutating func add(_ trace: [TraceStep]) -> [(id: Event.ID, time: Duration)] {
    var lanes: [String: Lane.ID] = [:]
    var drawn: [(id: Event.ID, time: Duration)] = []
    var latest = VirtualInstant.zero
    var shift = 0
    for step in trace {
      shift = step.time == latest ? shift + 1 : 0
      latest = step.time
      let instant = VirtualInstant.zero.duration(to: step.time) + .microseconds(shift)
      let time = max(instant, drawn.last?.time ?? .zero)
      let lane = lanes[step.label] ?? addLane(step.label)
      lanes[step.label] = lane
      drawn.append((add(step.picture(at: time), to: lane), time))
    }
    return drawn
  }

  /// The picture of a simulation that has failed: a lane for each task that had not ended, with what
  /// it waits for, and what all tasks did before.
  init(of error: SimulationError, after trace: [TraceStep] = [], in test: String) {
    self.init(title: test, summary: "What had not ended when the simulation failed.")
    let time = VirtualInstant.zero.duration(to: error.time)
    for task in error.unfinished {
      let lane = addLane(task.label)
      for wait in task.waits {
        let kind: Event.Kind = if case .runnable = wait { .work } else { .wait }
        add(
          Event(
            kind, kind == .wait ? "waits" : "runnable", "for \(wait)", at: .zero, until: time,
            details: ["spawned at": "\(task.site)"]), to: lane)
      }
    }
    add(trace)
    violation = Violation(
      "The simulation failed", expected: "the test to end", seen: "\(error)", at: time)
  }

  /// Attaches the picture to the test that runs, for a browser and for Perfetto.
  func attach(at sourceLocation: SourceLocation) {
    Attachment.record(html(), named: "timeline.html", sourceLocation: sourceLocation)
    Attachment.record(chromeTrace(), named: "timeline.trace.json", sourceLocation: sourceLocation)
  }
}

extension TraceStep {
  fileprivate func picture(at time: Duration) -> RunTimeline.Event {
    let choice = choice.map { ", \($0.value) of \($0.bound)" } ?? ""
    return switch kind {
    case .run: .init(.work, "\(step)", "runs\(choice)", at: time)
    case .draw: .init(.message, "\(step)", "draws\(choice)", at: time)
    }
  }
}
