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
