/// The parked tasks of a simulation, each with its continuation and the reason for which it waits.
///
/// A slot is reserved before the task suspends, so that a cancellation handler can name it. A key
/// is good for one wait: a late cancellation finds that the slot has moved on, and does nothing.
struct WaitTable {
  struct Key: Sendable {
    let slot: Int32
    let generation: UInt32
  }

  private struct Wait {
    var parked: Parked?
    var task: Int32
    var reason: WaitReason
    var generation: UInt32
    var isReserved = true
    /// A wake that came between the reservation and the suspension.
    var early: Wake?
  }

  private var waits: [Wait] = []
  private var free: [Int32] = []

  /// Sets a slot aside for a task that is about to wait.
  mutating func reserve(for task: Int, reason: WaitReason) -> Key {
    guard let slot = free.popLast() else {
      waits.append(Wait(task: Int32(task), reason: reason, generation: 0))
      return Key(slot: Int32(waits.count - 1), generation: 0)
    }
    let generation = waits[Int(slot)].generation
    waits[Int(slot)] = Wait(task: Int32(task), reason: reason, generation: generation)
    return Key(slot: slot, generation: generation)
  }

  /// Parks the task, or returns the wake that has come already.
  mutating func park(_ parked: Parked, at key: Key) -> Wake? {
    let slot = Int(key.slot)
    if let early = waits[slot].early { return early }
    waits[slot].parked = parked
    return nil
  }

  /// Takes the parked task and its number out, once.
  ///
  /// - Parameter early: What a task will find that has reserved the slot and is not parked yet.
  /// - Returns: `nil` if the task has been taken out or is not parked yet.
  mutating func unpark(_ key: Key, early: Wake) -> (Parked, task: Int)? {
    let slot = Int(key.slot)
    guard waits[slot].generation == key.generation else { return nil }
    guard let parked = waits[slot].parked else {
      waits[slot].early = early
      return nil
    }
    waits[slot].parked = nil
    waits[slot].reason = .runnable
    return (parked, Int(waits[slot].task))
  }

  /// Gives the slot back for the next wait.
  mutating func release(_ key: Key) {
    let slot = Int(key.slot)
    guard waits[slot].generation == key.generation else { return }
    waits[slot].generation &+= 1
    waits[slot].isReserved = false
    free.append(key.slot)
  }

  /// Whether the task is still to be woken.
  func isParked(_ key: Key) -> Bool {
    let slot = Int(key.slot)
    return waits[slot].generation == key.generation && waits[slot].parked != nil
  }

  /// All waits that are parked, by slot.
  var parkedKeys: [Key] {
    waits.indices.filter { waits[$0].parked != nil }.map {
      Key(slot: Int32($0), generation: waits[$0].generation)
    }
  }

  /// What a task and its children wait for.
  func reasons(of task: Int) -> [PendingWait] {
    waits.filter { $0.isReserved && $0.task == Int32(task) }.map(\.reason.description)
  }
}
