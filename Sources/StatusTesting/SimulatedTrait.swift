public import DeterministicSimulation
import Foundation
import GoldenTranscripts
public import Testing

/// A trait that runs a test in virtual time; see ``Testing/Trait/simulated``.
public struct SimulatedTrait: TestTrait, SuiteTrait, TestScoping {
  /// How long, in seconds of real time, a test may take to end after it has been found stuck.
  ///
  /// A body that ignores both errors and its cancellation can't be made to end. Its issue is
  /// recorded and written out, and when this time is over the process exits with status 1.
  public static var secondsBeforeExit: Int { 5 }

  let limits: SimulationLimits
  var patience = Self.secondsBeforeExit * 1000

  /// Whether the trait of a suite is that of its tests: it is.
  public var isRecursive: Bool { true }

  /// Runs a test on a thread of its own, in virtual time.
  public func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await run(test.name, at: test.sourceLocation, function)
  }

  /// Runs a function on a thread of its own, in virtual time.
  func run(
    _ name: String, at sourceLocation: SourceLocation,
    _ function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let host = await HostedSimulation.start(
      name,
      at: SourceSite(permanentFileID: sourceLocation.fileID, line: sourceLocation.line),
      limits: limits, patience: patience, giveUp: Self.exit)
    // The child may capture the function, which may not escape, because it can't outlive this
    // scope.
    async let body: Void = Self.visit(host, function)
    guard let failure = await host.outcome() else { return try await body }
    Issue.record(
      Comment(rawValue: "the simulation of this test failed: \(failure)"),
      sourceLocation: sourceLocation)
    // Leaving the scope without having awaited the child cancels it first.
  }

  private static func visit(
    _ host: HostedSimulation, _ function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(host.executor) {
      var isThrowing = true
      defer { host.leave(throwing: isThrowing) }
      try await Simulation.$current.withValue(host.simulation) { try await function() }
      isThrowing = false
    }
  }

  @Sendable private static func exit() {
    let message = "a simulated test can't be ended: it ignores errors and its cancellation\n"
    _ = StandardStreams.write(message, to: STDERR_FILENO)
    fflush(nil)
    TranscriptLedger.shared.cutShort()
    Foundation.exit(1)
  }
}

extension Trait where Self == SimulatedTrait {
  /// Runs the test in virtual time, with ``DeterministicSimulation/Simulation/current`` as its
  /// simulation.
  ///
  /// The body needs no change: child tasks, actors and streams run one job at a time on one thread,
  /// and time jumps when nothing is runnable. A body that is stuck becomes one issue; its waits on
  /// the simulation throw, it is cancelled, and the other tests go on.
  public static var simulated: Self { simulated() }

  /// Runs the test in virtual time, within limits.
  public static func simulated(limits: SimulationLimits = SimulationLimits()) -> Self {
    SimulatedTrait(limits: limits)
  }
}
