/// The parked tasks of a simulation, each with its continuation and the reason for which it waits.
///
/// A slot is reserved before the task suspends, so that a cancellation handler can name it. A key
/// is good for one wait: a late cancellation finds that the slot has moved on, and does nothing.
struct WaitTable {
  struct Key: Sendable {
    let slot: Int32
    let generation: UInt32
  }

  /// What every wake-up reads and writes; kept small, because with many tasks it is seldom in a cache.
  private struct Wait {
    var parked: Parked?
    var task: Int32
    var generation: UInt32
    var isReserved = true
    /// A wake that came between the reservation and the suspension.
    var early: Wake?
  }

  /// What only errors ask for.
  private struct Circumstances {
    let reason: WaitReason
    let site: SourceSite?
  }

  private var waits: [Wait] = []
  private var circumstances: [Circumstances] = []
  private var free: [Int32] = []

  /// Sets a slot aside for a task that is about to wait.
  mutating func reserve(for task: Int, reason: WaitReason, at site: SourceSite?) -> Key {
    let circumstances = Circumstances(reason: reason, site: site)
    guard let slot = free.popLast() else {
      waits.append(Wait(task: Int32(task), generation: 0))
      self.circumstances.append(circumstances)
      return Key(slot: Int32(waits.count - 1), generation: 0)
    }
    let generation = waits[Int(slot)].generation
    waits[Int(slot)] = Wait(task: Int32(task), generation: generation)
    self.circumstances[Int(slot)] = circumstances
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

  /// Where the task called that waits, or has just been woken, in a slot; `nil` if it did not say.
  func site(of slot: Int32) -> SourceSite? { circumstances[Int(slot)].site }

  /// What a task and its children wait for.
  func reasons(of task: Int) -> [PendingWait] {
    waits.indices.filter { waits[$0].isReserved && waits[$0].task == Int32(task) }.map { slot in
      // A task that waits for another is not parked here; one that has been woken is neither.
      let reason = circumstances[slot].reason
      if waits[slot].parked == nil, !reason.isEndOfTask { return .runnable }
      return reason.description
    }
  }
}
