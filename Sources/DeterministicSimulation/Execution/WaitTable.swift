/// The parked tasks of a simulation, each with its continuation and the reason for which it waits.
///
/// A slot is reserved before the task suspends, so that a cancellation handler can name it. A key
/// is good for one wait: a late cancellation finds that the slot has moved on, and does nothing.
struct WaitTable {
  struct Key: Sendable {
    let slot: Int32
    let generation: UInt32
  }

  /// The order of the fields leaves no gaps, because with many tasks a wait is seldom in a cache.
  private struct Wait {
    let reason: WaitReason
    var isReserved = true
    /// Why the wait is over, which may be so before the task suspends.
    var wake: Wake?
    let task: Int32
    var parked: Parked?
    var generation: UInt32
  }

  private var waits: [Wait] = []
  private var free: [Int32] = []

  /// Sets a slot aside for a task that is about to wait.
  mutating func reserve(for task: Int, reason: WaitReason) -> Key {
    let slot = free.popLast() ?? Int32(waits.count)
    let isNew = Int(slot) == waits.count
    let generation = isNew ? 0 : waits[Int(slot)].generation
    let wait = Wait(reason: reason, task: Int32(task), generation: generation)
    if isNew { waits.append(wait) } else { waits[Int(slot)] = wait }
    return Key(slot: slot, generation: generation)
  }

  /// Parks the task, or returns false if it has been woken already.
  mutating func park(_ parked: Parked, at key: Key) -> Bool {
    let slot = Int(key.slot)
    guard case .none = waits[slot].wake else { return false }
    waits[slot].parked = parked
    return true
  }

  /// Takes the parked task, its number and what it waited for out, once.
  ///
  /// - Parameter wake: What the task finds when it goes on, also if it is not parked yet.
  /// - Returns: `nil` if the task has been taken out or is not parked yet.
  mutating func unpark(_ key: Key, _ wake: Wake) -> (Parked, task: Int, target: StepTarget)? {
    let slot = Int(key.slot)
    guard waits[slot].generation == key.generation else { return nil }
    guard case .none = waits[slot].wake else { return nil }
    waits[slot].wake = wake
    guard let parked = waits[slot].parked else { return nil }
    waits[slot].parked = nil
    return (parked, Int(waits[slot].task), waits[slot].reason.target)
  }

  /// Gives the slot back for the next wait, and tells why this one is over.
  @discardableResult
  mutating func release(_ key: Key) -> Wake? {
    let slot = Int(key.slot)
    guard waits[slot].generation == key.generation else { return nil }
    waits[slot].generation &+= 1
    waits[slot].isReserved = false
    free.append(key.slot)
    return waits[slot].wake
  }

  /// Whether the task is still to be woken.
  func isParked(_ key: Key) -> Bool {
    let slot = Int(key.slot)
    return waits[slot].generation == key.generation && waits[slot].parked != nil
  }

  /// The number of the task whose wait has a key, unless it has gone on.
  func waiter(at key: Key) -> Int? {
    let wait = waits[Int(key.slot)]
    return wait.generation == key.generation ? Int(wait.task) : nil
  }

  /// The number of the task that waits, or has just been woken, in a slot.
  func task(of slot: Int32) -> Int { Int(waits[Int(slot)].task) }

  /// All waits that are parked, by slot.
  var parkedKeys: [Key] {
    waits.indices.filter { waits[$0].parked != nil }.map {
      Key(slot: Int32($0), generation: waits[$0].generation)
    }
  }

  /// What a task and its children wait for.
  func reasons(of task: Int) -> [PendingWait] {
    waits.indices.filter { waits[$0].isReserved && waits[$0].task == Int32(task) }.map { slot in
      // A task that waits for another is not parked here; one that has been woken is neither.
      let reason = waits[slot].reason
      if waits[slot].parked == nil, !reason.isEndOfTask { return .runnable }
      return reason.description
    }
  }
}

/// What a parked task waits for, in a form that costs nothing to keep.
enum WaitReason {
  case runnable
  case sleep(until: VirtualInstant)
  case advance(to: VirtualInstant)
  case allSleeps
  case send(WaitName.Reference)
  case receive(WaitName.Reference)
  case lock(WaitName.Reference)
  case task(WaitName.Reference)

  /// Whether the runtime, not the simulation, knows when this wait is over.
  var isEndOfTask: Bool {
    if case .task = self { true } else { false }
  }

  /// What the task touches when it goes on.
  var target: StepTarget {
    switch self {
    case .send(let name), .receive(let name), .lock(let name), .task(let name): name.target
    case .runnable, .sleep, .advance, .allSleeps: .timer
    }
  }

  /// What the wait adds to the hash of what its task did.
  var hash: UInt64 {
    switch self {
    case .runnable: 1
    case .sleep(let deadline): UInt64(bitPattern: deadline.nanoseconds) << 3 | 2
    case .advance(let deadline): UInt64(bitPattern: deadline.nanoseconds) << 3 | 3
    case .allSleeps: 4
    case .send(let name): name.resource.number ^ 5
    case .receive(let name): name.resource.number ^ 6
    case .lock(let name): name.resource.number ^ 7
    case .task(let name): name.resource.number ^ 8
    }
  }

  /// The reason as it is shown to users.
  var description: PendingWait {
    switch self {
    case .runnable: .runnable
    case .sleep(let deadline): .sleep(until: deadline)
    case .advance(let deadline): .advance(to: deadline)
    case .allSleeps: .allSleeps
    case .send(let channel): .send(channel: channel.text)
    case .receive(let channel): .receive(channel: channel.text)
    case .lock(let name): .lock(name.text)
    case .task(let label): .task(label.text)
    }
  }
}

/// The name of something to wait for.
final class WaitName: Sendable {
  let text: String
  let target: StepTarget
  let resource: SharedResource

  init(_ text: String) {
    self.text = text
    target = StepTarget(named: text)
    resource = SharedResource("primitive", text)
  }

  /// The name as a wait keeps it, which costs no reference count.
  ///
  /// It is good for as long as a task waits, because whatever the task waits for outlives the wait.
  @safe struct Reference {
    private let name: Unmanaged<WaitName>

    init(_ name: WaitName) {
      unsafe self.name = .passUnretained(name)
    }

    var text: String { unsafe name.takeUnretainedValue().text }
    var resource: SharedResource { unsafe name.takeUnretainedValue().resource }
    var target: StepTarget { unsafe name.takeUnretainedValue().target }
  }

  var reference: Reference { Reference(self) }
}

/// Why a parked task goes on.
enum Wake: Sendable {
  /// What it waited for has come.
  case arrived

  /// It was cancelled.
  case cancelled

  /// The simulation has failed, so that what it waited for will never come.
  case abandoned
}
