/// The parked tasks of a simulation, each with its continuation and the reason for which it waits.
///
/// A slot is reserved before the task suspends, so that a cancellation handler can name it. A key
/// is good for one wait: a late cancellation finds that the slot has moved on, and does nothing.
struct WaitTable {
  struct Key: Sendable {
    let slot: Int
    let generation: UInt32
  }

  private struct Wait {
    var continuation: Parked?
    var task: TaskFacade?
    var reason = PendingWait.unknown
    var generation: UInt32 = 0
    /// A wake that came between the reservation and the suspension.
    var early: Wake?
  }

  private var waits: [Wait] = []
  private var free: [Int] = []

  /// Sets a slot aside for a task that is about to wait.
  mutating func reserve(for task: TaskFacade?, reason: PendingWait) -> Key {
    let slot = free.popLast() ?? waits.count
    if slot == waits.count { waits.append(Wait()) }
    waits[slot].task = task
    waits[slot].reason = reason
    return Key(slot: slot, generation: waits[slot].generation)
  }

  /// Parks the task's continuation, or returns the wake that has come already.
  mutating func park(_ continuation: Parked, at key: Key) -> Wake? {
    if let early = waits[key.slot].early { return early }
    waits[key.slot].continuation = continuation
    return nil
  }

  /// Notes a wake for a slot that is reserved and not parked yet; otherwise does nothing.
  mutating func wakeEarly(_ key: Key, _ wake: Wake) {
    guard isCurrent(key), waits[key.slot].continuation == nil else { return }
    waits[key.slot].early = wake
  }

  /// Takes the parked continuation out, once; `nil` if it has been taken or was never parked.
  mutating func unpark(_ key: Key) -> Parked? {
    guard isCurrent(key) else { return nil }
    let continuation = waits[key.slot].continuation
    waits[key.slot].continuation = nil
    waits[key.slot].reason = .runnable
    return continuation
  }

  /// Gives the slot back for the next wait.
  mutating func release(_ key: Key) {
    guard isCurrent(key) else { return }
    let next = waits[key.slot].generation &+ 1
    waits[key.slot] = Wait(generation: next)
    free.append(key.slot)
  }

  /// The key of the wait that occupies a slot now.
  func key(ofSlot slot: Int) -> Key {
    Key(slot: slot, generation: waits[slot].generation)
  }

  /// The task that waits in a slot.
  func task(at key: Key) -> TaskFacade? { waits[key.slot].task }

  /// All waits that are parked, by slot.
  var parkedKeys: [Key] {
    waits.indices.filter { waits[$0].continuation != nil }.map(key(ofSlot:))
  }

  /// What a task and its children wait for.
  func reasons(of task: TaskFacade) -> [PendingWait] {
    waits.filter { $0.task === task }.map(\.reason)
  }

  private func isCurrent(_ key: Key) -> Bool {
    waits[key.slot].generation == key.generation
  }
}
