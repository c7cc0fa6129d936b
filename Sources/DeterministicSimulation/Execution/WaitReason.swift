/// What a parked task waits for, in a form that costs nothing to keep.
enum WaitReason {
  case runnable
  case sleep(until: VirtualClock.Instant)
  case send(WaitName.Reference)
  case receive(WaitName.Reference)
  case lock(WaitName.Reference)
  case task(WaitName.Reference)

  /// The reason as it is shown to users.
  var description: PendingWait {
    switch self {
    case .runnable: .runnable
    case .sleep(let deadline): .sleep(until: deadline)
    case .send(let channel): .send(channel: channel.text)
    case .receive(let channel): .receive(channel: channel.text)
    case .lock(let name): .lock(name.text)
    case .task(let label): .task(label.text)
    }
  }
}
