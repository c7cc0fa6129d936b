/// One run in virtual time, as its body sees it.
///
/// It is handed to the body by ``simulate(scheduler:limits:fileID:line:_:)``. Pass it to whatever
/// needs to spawn tasks or to wait; it is good until the run ends.
public struct Simulation: Sendable {
  let core: Core

  /// The time of this run, which starts at ``VirtualClock/Instant/zero``.
  public var clock: VirtualClock { VirtualClock(core: core) }

  /// Lets every other runnable task have a turn, as one step.
  ///
  /// This is where code under test says that it may be interrupted. `Task.yield()` works too,
  /// but takes two steps.
  public func step(fileID: StaticString = #fileID, line: UInt = #line) async {
    let site = SourceSite(fileID: fileID, line: line)
    guard core.isOnOwnThread else { return core.reportForeignCall("step()", at: site) }
    await core.step(at: site)
  }
}
