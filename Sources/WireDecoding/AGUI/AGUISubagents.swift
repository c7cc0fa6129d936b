/// The invocations of subagents within a run (Subagents, “Lifecycle”).
struct AGUISubagents: Sendable {
  /// Those that are announced and have not ended, in order.
  private(set) var active: [String] = []
  private var announced: Set<String> = []
  /// Those that work was attributed to.
  private var attributed: Set<String> = []
  private var faults: [AGUIFault] = []

  mutating func takeFaults() -> [AGUIFault] {
    defer { faults = [] }
    return faults
  }

  mutating func attribute(to owner: String?) {
    if let owner { attributed.insert(owner) }
  }

  mutating func start(_ event: AGUIEvent) {
    guard let id = event.text("subagentRunId") else { return }
    let type = event.kind.rawValue
    if active.contains(id) {
      note(.brackets, "no other start of the subagent '\(id)', which is active", type)
    } else if announced.contains(id) {
      note(.owners, "a subagentRunId of its own for each invocation", "'\(id)' again")
    } else if attributed.contains(id) {
      note(.owners, "the subagent '\(id)' to be announced before its work", type)
    }
    if let parent = event.text("parentSubagentRunId"), !announced.contains(parent) {
      note(.owners, "a parent that was announced", "'\(parent)'")
    }
    announced.insert(id)
    if !active.contains(id) { active.append(id) }
  }

  mutating func end(_ event: AGUIEvent) {
    guard let id = event.text("subagentRunId") else { return }
    guard let place = active.firstIndex(of: id) else {
      return note(.brackets, "the subagent '\(id)' to be active", event.kind.rawValue)
    }
    active.remove(at: place)
  }

  private mutating func note(_ kind: AGUIFault.Kind, _ expected: String, _ found: String) {
    faults.append(AGUIFault(kind, expected: expected, found: found))
  }
}
