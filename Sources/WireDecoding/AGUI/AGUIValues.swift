/// The values that snapshots set and deltas change: activities and the state.
struct AGUIValues: Sendable {
  /// An activity message.
  struct Activity: Sendable {
    var type: String
    var content: JSONValue
    var owner: String?
  }

  /// The activities by the bytes of their ids.
  private(set) var activities: [[UInt8]: Activity] = [:]
  /// The state, `nil` where only the client knows it.
  private(set) var state: JSONValue?
  private var faults: [AGUIFault] = []

  mutating func takeFaults() -> [AGUIFault] {
    defer { faults = [] }
    return faults
  }

  /// Takes what a run says of its input: state persists from run to run.
  mutating func beginRun(input: JSONValue?) {
    if let input { state = input["state"] ?? .object([]) }
  }

  mutating func take(_ event: AGUIEvent) {
    switch event.kind {
    case .stateSnapshot: state = event["snapshot"]
    case .stateDelta:
      guard let state, let patch = event["delta"] else { return }
      self.state = applied(patch, to: state, "the state") ?? state
    case .messagesSnapshot: reconcile(event["messages"])
    case .activitySnapshot: set(event)
    case .activityDelta: change(event)
    default: break
    }
  }

  private func key(_ event: AGUIEvent) -> [UInt8] { Array((event.text("messageId") ?? "").utf8) }

  private mutating func set(_ event: AGUIEvent) {
    let key = key(event)
    if let known = activities[key], event["replace"] == .bool(false) {
      return checkOwner(of: known, event, isLax: false)
    }
    activities[key] = Activity(
      type: event.text("activityType") ?? "", content: event["content"] ?? .null,
      owner: event.text("subagentRunId"))
  }

  private mutating func change(_ event: AGUIEvent) {
    let key = key(event)
    let name = JSONValue.string(event.text("messageId") ?? "").words
    guard var activity = activities[key] else {
      return note(
        .baseline, "an ACTIVITY_SNAPSHOT of \(name) before its deltas", event.kind.rawValue)
    }
    checkOwner(of: activity, event, isLax: true)
    activity.type = event.text("activityType") ?? activity.type
    if let patch = event["patch"],
      let content = applied(patch, to: activity.content, "the activity \(name)")
    {
      if case .object = content {
        activity.content = content
      } else {
        note(.patch, "the activity \(name) to stay an object", content.words)
      }
    }
    activities[key] = activity
  }

  private mutating func checkOwner(
    of activity: Activity, _ event: AGUIEvent, isLax: Bool
  ) {
    let owner = event.text("subagentRunId")
    guard owner != activity.owner, owner != nil || !isLax else { return }
    note(
      .owners, "the activity to stay that of \(activity.owner.map { "'\($0)'" } ?? "the agent")",
      owner.map { "the subagent '\($0)'" } ?? "the agent itself")
  }

  private mutating func applied(
    _ patch: JSONValue, to value: JSONValue, _ name: String
  ) -> JSONValue? {
    do { return try JSONPatch(patch).applied(to: value) } catch {
      // The schema says so.
      if error.isMalformed { return nil }
      note(.patch, "a patch that applies to \(name)", "\(error)")
      return nil
    }
  }

  /// Takes over the activities of a snapshot, which are all that there are if it has any.
  private mutating func reconcile(_ messages: JSONValue?) {
    guard case .array(let messages)? = messages else { return }
    var found: [[UInt8]: Activity] = [:]
    for message in messages where message.text("role") == "activity" {
      found[Array((message.text("id") ?? "").utf8)] = Activity(
        type: message.text("activityType") ?? "", content: message["content"] ?? .null,
        owner: message.text("subagentRunId"))
    }
    if !found.isEmpty { activities = found }
  }

  private mutating func note(_ kind: AGUIFault.Kind, _ expected: String, _ found: String) {
    faults.append(AGUIFault(kind, expected: expected, found: found))
  }
}
