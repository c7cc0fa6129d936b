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
