/// A task that had not ended when its simulation failed.
public struct UnfinishedTask: Sendable, Hashable {
  /// The label it was spawned with.
  public let label: String

  /// Where it was spawned.
  public let site: SourceSite

  /// What it and its child tasks wait for; never empty.
  public let waits: [PendingWait]

  /// Whether it was spawned in the background, so that nobody waits for its end.
  public let isBackground: Bool
}

extension UnfinishedTask: CustomStringConvertible {
  /// One line: label, place, waits.
  public var description: String {
    let waits = waits.map(\.description).joined(separator: " and ")
    return "\"\(label)\" (\(isBackground ? "background, " : "")\(site)) waits for \(waits)"
  }
}

/// What an unfinished task was waiting for when its simulation failed.
public enum PendingWait: Sendable, Hashable {
  /// Nothing: the task could have gone on.
  case runnable

  /// A sleep that ends at an instant.
  case sleep(until: VirtualInstant)

  /// An instant to which the clock is being advanced, and all that happens until then.
  case advance(to: VirtualInstant)

  /// The end of all sleeps, until which the clock is being run.
  case allSleeps

  /// Room in a channel, named.
  case send(channel: String)

  /// An element of a channel, named.
  case receive(channel: String)

  /// A lock, named.
  case lock(String)

  /// Its turn on a lane, named.
  case lane(String)

  /// The end of another spawned task, named by its label.
  case task(String)

  /// Something that the simulation does not know, such as a continuation or an `AsyncStream`.
  case unknown
}

extension PendingWait: CustomStringConvertible {
  /// The wait as it reads after "waits for".
  public var description: String {
    switch self {
    case .runnable: "nothing, it is runnable"
    case .sleep(VirtualInstant(nanoseconds: .max)): "a timer that never fires"
    case .sleep(let deadline): "a timer at \(deadline)"
    case .advance(VirtualInstant(nanoseconds: .max)): "the clock to advance for ever"
    case .advance(let deadline): "the clock to advance to \(deadline)"
    case .allSleeps: "the end of all sleeps"
    case .send(let channel): "room in the channel \"\(channel)\""
    case .receive(let channel): "an element of the channel \"\(channel)\""
    case .lock(let name): "the lock \"\(name)\""
    case .lane(let name): "its turn on the lane \"\(name)\""
    case .task(let label): "the task \"\(label)\""
    case .unknown: "something unknown to the simulation"
    }
  }
}
