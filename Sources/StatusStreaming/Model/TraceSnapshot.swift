/// How a trace stands after one of its events: its plan, its latest update, and which steps are open.
///
/// What a client needs that begins in the middle of a trace, on a wire that shows a state instead of
/// repeating what led to it. It is a fold: ``apply(_:)`` takes a trace's events one after the other,
/// from a fresh snapshot on, and the result does not depend on who applies them, so that every viewer
/// sees the same names and the same steps.
///
/// <!-- example, then
/// #expect(snapshot.openSteps.map(\.name) == ["Step 2"] && snapshot.update?.roadmapStepID == 2)
/// -->
/// ```swift
/// var snapshot = TraceSnapshot(of: "run-1")
/// let updates: [StatusUpdate] = [.thinking("Planning"), .step(1, .ok), .step(2, .running)]
/// for (index, update) in updates.enumerated() {
///   let number = SequenceNumber(rawValue: index + 1)
///   snapshot.apply(StreamEvent(trace: "run-1", sequence: number, payload: .update(update)))
/// }
/// // Step 2 is open, and its beginning is the latest update.
/// ```
///
/// It is small: the latest plan and update, and at most ``maximumOpenSteps`` steps.
public struct TraceSnapshot: Sendable, Hashable {
  /// A step that was begun and has not ended.
  public struct OpenStep: Sendable, Hashable {
    /// The number that updates about the step carry.
    public let id: Int
    /// The name that the plan had for the step when it was begun, or `Step 2`; never that of another
    /// step that is open.
    public var name: String { ownName.isEmpty ? Self.name(of: id) : ownName }
    /// The name, empty if it is made of the number: to make it costs more than all else there is to do
    /// when a step begins.
    let ownName: String

    /// Takes a step's number and name.
    public init(id: Int, name: String) {
      self.init(id: id, ownName: name == Self.name(of: id) ? "" : name)
    }

    init(id: Int, ownName: String) {
      self.id = id
      self.ownName = ownName
    }

    static func name(of id: Int) -> String { "Step \(id)" }
  }

  /// How many steps may be open at once; the one that was begun first is given up for another.
  ///
  /// An agent that never ends a step would otherwise make every snapshot of its trace larger.
  public static let maximumOpenSteps = 256

  /// The run.
  public let trace: TraceID
  /// That of the last event that the snapshot takes account of, zero for none.
  public internal(set) var cursor: Cursor
  /// When that event was appended, counted from the opening of the trace.
  public internal(set) var time: Duration
  /// The latest update, without its roadmap; `nil` if there was none, or if it is not known.
  public internal(set) var update: StatusUpdate?
  /// The latest plan, its steps with the states that they have by now; `nil` if there was none, or if
  /// it is not known.
  public internal(set) var plan: [RoadmapStep]?
  /// The steps that are known to be open, in the order in which they were begun.
  public internal(set) var openSteps: [OpenStep]
  /// Whether every event from the first on was taken account of: if not, what is `nil` or not listed is
  /// not known.
  public internal(set) var isComplete: Bool

  /// How a trace stands before its first event.
  public init(of trace: TraceID) {
    self.init(trace: trace, cursor: .zero)
  }

  /// A trace after an event, of which nothing is known but that it has got so far.
  public static func unknown(_ trace: TraceID, at cursor: Cursor) -> TraceSnapshot {
    TraceSnapshot(trace: trace, cursor: cursor, isComplete: cursor.number == .zero)
  }

  /// Makes a snapshot of its parts, as a buffer has them that keeps it elsewhere.
  public init(
    trace: TraceID, cursor: Cursor, time: Duration = .zero, update: StatusUpdate? = nil,
    plan: [RoadmapStep]? = nil, openSteps: [OpenStep] = [], isComplete: Bool = true
  ) {
    self.trace = trace
    self.cursor = cursor
    self.time = time
    self.update = update
    self.update?.roadmap = nil
    self.plan = plan
    self.openSteps = openSteps
    self.isComplete = isComplete
  }
}

/// One thing that an update changes in a snapshot.
enum TraceChange: Sendable {
  case plan([RoadmapStep])
  /// A step of the plan, by its place, has another state.
  case planStep(Int, RoadmapStep.Status)
  case stepBegan(TraceSnapshot.OpenStep)
  /// A step is open no more.
  case stepEnded(TraceSnapshot.OpenStep, hasFailed: Bool)
}

extension TraceSnapshot {
  /// Takes account of the trace's next event.
  ///
  /// An event of another trace, or one that was applied before, changes nothing. After a gap, or an
  /// event whose number is not the next one, only what later events say is known.
  public mutating func apply(_ event: borrowing StreamEvent) {
    guard event.trace == trace, event.sequence > cursor.number else { return }
    switch event.payload {
    case .update(let update):
      if event.sequence.rawValue - 1 > cursor.number.rawValue { forget() }
      apply(update)
    case .gap: forget()
    case .complete, .failed, .cancelled: openSteps = []
    }
    cursor = event.cursor
    time = event.time
  }

  mutating func apply(_ update: StatusUpdate) {
    if let roadmap = update.roadmap { plan = roadmap }
    if let id = update.roadmapStepID, let status = update.roadmapStepStatus {
      apply(step: id, status)
    }
    note(update)
  }

  /// Takes account of what is said of a step; to do so again changes nothing.
  mutating func apply(step id: Int, _ status: StatusUpdate.StepStatus) {
    let place = openSteps.firstIndex { $0.id == id }
    if let place {
      if status != .running { openSteps.remove(at: place) }
    } else {
      let begun = status == .running ? step(id, in: plan) : nil
      if openSteps.count >= Self.maximumOpenSteps { openSteps.removeFirst() }
      if let begun { openSteps.append(begun) }
    }
    guard let count = plan?.count else { return }
    let state = RoadmapStep.Status(status)
    for index in 0..<count where plan?[index].id == id && plan?[index].status != state {
      plan?[index].status = state
    }
  }

  /// Takes note of an update as the latest one.
  mutating func note(_ update: StatusUpdate) {
    self.update = update
    self.update?.roadmap = nil
  }

  /// Takes account of losses.
  mutating func forget() {
    update = nil
    plan = nil
    openSteps = []
    isComplete = false
  }

  /// What an update changes in the plan and in the steps, in the order in which it is told.
  func changes(by update: borrowing StatusUpdate) -> [TraceChange] {
    var changes: [TraceChange] = []
    if let roadmap = update.roadmap { changes.append(.plan(roadmap)) }
    if let id = update.roadmapStepID, let status = update.roadmapStepStatus {
      appendChanges(ofStep: id, status, in: update.roadmap ?? plan, to: &changes)
    }
    return changes
  }

  private func appendChanges(
    ofStep id: Int, _ status: StatusUpdate.StepStatus, in plan: [RoadmapStep]?,
    to changes: inout [TraceChange]
  ) {
    let open = openSteps.first { $0.id == id }
    let step = open ?? step(id, in: plan)
    if open == nil {
      if openSteps.count >= Self.maximumOpenSteps {
        changes.append(.stepEnded(openSteps[0], hasFailed: false))
      }
      changes.append(.stepBegan(step))
    }
    if status != .running { changes.append(.stepEnded(step, hasFailed: status == .error)) }
    let state = RoadmapStep.Status(status)
    for (index, planned) in (plan ?? []).enumerated()
    where planned.id == id && planned.status != state {
      changes.append(.planStep(index, state))
    }
  }

  /// A step that begins, by its name in the plan.
  private func step(_ id: Int, in plan: [RoadmapStep]?) -> OpenStep {
    let planned = plan?.first { $0.id == id }?.name ?? ""
    if planned.isEmpty, openSteps.allSatisfy(\.ownName.isEmpty) {
      return OpenStep(id: id, ownName: "")
    }
    var name = planned.isEmpty ? OpenStep.name(of: id) : planned
    while openSteps.contains(where: { $0.name == name }) { name += " (step \(id))" }
    return OpenStep(id: id, name: name)
  }
}

extension RoadmapStep.Status {
  /// The state that a planned step has by what an update says of it.
  init(_ status: StatusUpdate.StepStatus) {
    switch status {
    case .running: self = .running
    case .ok: self = .ok
    case .error: self = .error
    }
  }
}
