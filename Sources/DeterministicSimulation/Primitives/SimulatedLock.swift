/// A lock that tasks of one simulation wait for without blocking a thread.
///
/// Taking it is a step, also when it is free, so that another task may come first. Those who wait
/// get it in the order in which they asked.
public final class SimulatedLock: @unchecked Sendable {
  /// The name of the lock in errors.
  public var name: String { waitName.text }

  private let core: Core
  private let waitName: WaitName
  // Only the core's thread reads or writes these.
  private var isHeld = false
  private var waiting = WaitingLine()

  init(name: String, core: Core) {
    waitName = WaitName(name)
    self.core = core
  }

  /// Runs an operation while holding the lock.
  ///
  /// - Throws: What the operation throws, and as ``acquire(fileID:line:)``.
  public func withLock<Value>(
    fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: () async throws -> Value
  ) async throws -> Value {
    try await acquire(fileID: fileID, line: line)
    defer { release() }
    return try await operation()
  }

  /// Takes the lock, once it is free.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, without taking the lock;
  ///   ``SimulationError`` if the simulation has failed or the call comes from outside of it.
  public func acquire(fileID: StaticString = #fileID, line: UInt = #line) async throws {
    let site = SourceSite(fileID: fileID, line: line)
    try await core.admit("acquire()", site: site)
    await core.step(at: site, before: waitName.target)
    core.touch(waitName.resource, isWrite: true)
    guard isHeld else {
      try Task.checkCancellation()
      return isHeld = true
    }
    // Whoever releases the lock hands it over, so that nobody else can take it in between.
    let key = core.reserve(
      for: .lock(waitName.reference), at: site, inActor: Core.isActor(#isolation))
    waiting.append(key)
    defer { core.touch(waitName.resource, isWrite: true) }
    try await core.park(key)
  }

  /// Gives the lock back, to the task that has waited longest.
  public func release(fileID: StaticString = #fileID, line: UInt = #line) {
    guard core.isOnOwnThread else {
      return core.reportForeignCall("release()", at: SourceSite(fileID: fileID, line: line))
    }
    core.touch(waitName.resource, isWrite: true)
    isHeld = waiting.wakeFirst(in: core)
  }
}

/// Parked tasks in the order in which they asked for the same thing.
struct WaitingLine {
  private var keys = FIFO<WaitTable.Key>()

  mutating func append(_ key: WaitTable.Key) {
    keys.append(key)
  }

  /// Wakes the first that still waits, or returns false if nobody does.
  @discardableResult
  mutating func wakeFirst(in core: Core) -> Bool {
    while let key = keys.popFirst() {
      if core.wake(key, .arrived) { return true }
    }
    return false
  }
}
