/// A queue through which tasks of one simulation hand elements on.
///
/// Sending and receiving are a step each, also when there is no need to wait, so that another task
/// may come first. Elements arrive in the order in which they were accepted.
public final class SimulatedChannel<Element: Sendable>: @unchecked Sendable {
  /// The name of the channel in errors.
  public var name: String { waitName.text }

  /// How many elements it holds before a sender waits.
  public let capacity: Int

  private let core: Core
  private let waitName: WaitName
  // Only the core's thread reads or writes these.
  private var elements = FIFO<Element>()
  private var isFinished = false
  private var senders = WaitingLine()
  private var receivers = WaitingLine()

  init(name: String, capacity: Int, core: Core) {
    waitName = WaitName(name)
    self.capacity = max(capacity, 1)
    self.core = core
  }

  /// Hands an element on, once there is room; an element sent after the end is dropped.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, without having sent;
  ///   ``SimulationError`` if the simulation has failed or the call comes from outside of it.
  public func send(
    _ element: Element, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let site = SourceSite(fileID: fileID, line: line)
    try await core.admit("send(_:)", site: site)
    await core.step(at: site, before: waitName.target)
    core.touch(waitName.resource, isWrite: true)
    try Task.checkCancellation()
    while !isFinished, elements.count >= capacity {
      let key = core.reserve(
        for: .send(waitName.reference), at: site, inActor: Core.isActor(#isolation))
      senders.append(key)
      defer { core.touch(waitName.resource, isWrite: true) }
      try await core.park(key)
    }
    guard !isFinished else { return }
    elements.append(element)
    receivers.wakeFirst(in: core)
  }

  /// Takes the next element, once there is one; `nil` at the end.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, without having taken an element;
  ///   ``SimulationError`` if the simulation has failed or the call comes from outside of it.
  public func receive(
    fileID: StaticString = #fileID, line: UInt = #line
  ) async throws -> Element? {
    let site = SourceSite(fileID: fileID, line: line)
    try await core.admit("receive()", site: site)
    await core.step(at: site, before: waitName.target)
    core.touch(waitName.resource, isWrite: true)
    try Task.checkCancellation()
    while elements.isEmpty, !isFinished {
      let key = core.reserve(
        for: .receive(waitName.reference), at: site, inActor: Core.isActor(#isolation))
      receivers.append(key)
      defer { core.touch(waitName.resource, isWrite: true) }
      try await core.park(key)
    }
    guard let element = elements.popFirst() else { return nil }
    senders.wakeFirst(in: core)
    return element
  }

  /// Ends the channel: what it holds can still be received.
  public func finish(fileID: StaticString = #fileID, line: UInt = #line) {
    guard core.isOnOwnThread else {
      return core.reportForeignCall("finish()", at: SourceSite(fileID: fileID, line: line))
    }
    core.touch(waitName.resource, isWrite: true)
    isFinished = true
    while receivers.wakeFirst(in: core) || senders.wakeFirst(in: core) {}
  }
}

/// A queue with O(1) at both ends.
struct FIFO<Element> {
  private var incoming: [Element] = []
  private var outgoing: [Element] = []

  var count: Int { incoming.count + outgoing.count }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) {
    incoming.append(element)
  }

  mutating func popFirst() -> Element? {
    if outgoing.isEmpty {
      outgoing = incoming.reversed()
      incoming.removeAll(keepingCapacity: true)
    }
    return outgoing.popLast()
  }
}
