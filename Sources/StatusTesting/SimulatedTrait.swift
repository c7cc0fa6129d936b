public import DeterministicSimulation
import Foundation
import GoldenTranscripts
import RunTimelines
public import Testing

/// A trait that runs a test in virtual time; see `.simulated`.
public struct SimulatedTrait: TestTrait, SuiteTrait, TestScoping {
  /// How long, in seconds of real time, a test may take to end after it has been found stuck.
  ///
  /// A body that ignores both errors and its cancellation can't be made to end. Its issue is
  /// recorded and written out, and when this time is over the process exits with status 1. A body
  /// that can end does so at once, but for a machine that is busy with other tests.
  public static var secondsBeforeExit: Int { 30 }

  private let limits: SimulationLimits
  private let patience: Int
  private let attach: @Sendable (RunTimeline, SourceLocation) -> Void
  private let identity = Identity()

  /// What tells a trait of a test from an equal one that some other trait brings along.
  private final class Identity: Sendable {}

  init(
    limits: SimulationLimits = SimulationLimits(), patience: Int = secondsBeforeExit * 1000,
    attach: @escaping @Sendable (RunTimeline, SourceLocation) -> Void = { $0.attach(at: $1) }
  ) {
    self.limits = limits
    self.patience = patience
    self.attach = attach
  }

  /// Whether the trait of a suite is that of its tests: it is.
  public var isRecursive: Bool { true }

  /// Runs a test on a thread of its own, in virtual time.
  ///
  /// Where several of these traits apply to a test, the outermost has started the simulation
  /// already, so that the traits between them take part in it; the others give it their limits.
  public func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let limits = limits(for: test)
    guard let simulation = Simulation.current else {
      return try await run(test.name, at: test.sourceLocation, limits, function)
    }
    simulation.limit(to: limits)
    try await function()
  }

  /// The limits that hold for a test: those of the innermost of its traits.
  ///
  /// A trait that is not among them was called by another one; what it says holds from there on.
  private func limits(for test: Test) -> SimulationLimits {
    let traits = test.traits.compactMap { $0 as? SimulatedTrait }
    guard let innermost = traits.last, traits.contains(where: { $0.identity === identity }) else {
      return limits
    }
    return innermost.limits
  }

  /// Runs a function on a thread of its own, in virtual time.
  func run(
    _ name: String, at sourceLocation: SourceLocation, _ limits: SimulationLimits,
    _ function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let host = await HostedSimulation.start(
      name,
      at: SourceSite(permanentFileID: sourceLocation.fileID, line: sourceLocation.line),
      limits: limits, patience: patience, giveUp: Self.exit)
    // The child may capture the function, which may not escape, because it can't outlive this
    // scope.
    let issues = FirstIssue()
    async let body: Void = Self.visit(host, noting: issues, function)
    let outcome = await host.outcome()
    guard let failure = outcome.failure else {
      defer {
        if let picture = issues.picture(of: outcome.trace, in: name) {
          attach(picture, sourceLocation)
        }
      }
      do { return try await body } catch {
        // What cancels a test makes it no failing one.
        if !Task.isCancelled { issues.note("\(error)", at: nil) }
        throw error
      }
    }
    Issue.record(
      Comment(rawValue: "the simulation of this test failed: \(failure)"),
      sourceLocation: sourceLocation)
    attach(RunTimeline(of: failure, after: outcome.trace, in: name), sourceLocation)
    // Leaving the scope without having awaited the child cancels it first.
  }

  private static func visit(
    _ host: HostedSimulation, noting issues: FirstIssue,
    _ function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(host.executor) {
      var isThrowing = true
      defer { host.leave(throwing: isThrowing) }
      try await Simulation.$current.withValue(host.simulation) {
        try await issues.watch(host) { try await function() }
      }
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
  /// Runs the test in virtual time, with `Simulation.current` as its
  /// simulation.
  ///
  /// The body needs no change: child tasks, actors and streams run one job at a time on one thread,
  /// and time jumps when nothing is runnable. A body that is stuck becomes one issue; its waits on
  /// the simulation throw, it is cancelled, and the other tests go on.
  ///
  /// A test that has the trait several times, from its suites and its own, runs in one simulation.
  public static var simulated: Self { simulated() }

  /// Runs the test in virtual time, within limits.
  ///
  /// Of several such traits the innermost counts: the last of the test's own, else that of the
  /// closest suite. What it allows is counted from where it begins.
  ///
  /// ```swift
  /// @Suite(.simulated) struct RetryTests {
  ///   @Test(.simulated(limits: SimulationLimits(virtualTime: .seconds(30)))) func givesUp() {}
  /// }
  /// ```
  public static func simulated(limits: SimulationLimits = SimulationLimits()) -> Self {
    SimulatedTrait(limits: limits)
  }
}

extension Simulation {
  /// The simulation in which a test with the trait `.simulated` runs.
  @TaskLocal public static var current: Simulation?
}

/// What the environment asks of explorations, without a rebuild.
struct SimulationEnvironment {
  /// The token to replay instead of exploring, from `STATUS_SIMULATION_TOKEN`.
  let token: String?

  /// The least number of seeds, from `STATUS_SIMULATION_SEEDS`.
  let seeds: UInt64?

  init(_ variables: [String: String]) {
    token = variables["STATUS_SIMULATION_TOKEN"]
    seeds = variables["STATUS_SIMULATION_SEEDS"].flatMap { UInt64($0) }
  }

  static var current: SimulationEnvironment {
    SimulationEnvironment(ProcessInfo.processInfo.environment)
  }

  /// A number of seeds, or what the environment asks for if that is more.
  func raised(_ count: UInt64) -> UInt64 {
    max(count, seeds ?? 0)
  }

  /// The strategy to follow instead of a given one.
  ///
  /// - Throws: `ReplayToken.ParsingError` if the token can't be read.
  func strategy(insteadOf strategy: ExplorationStrategy) throws -> ExplorationStrategy {
    if let token { return .replay(try ReplayToken(parsing: token)) }
    return strategy.raisingSeeds(to: seeds ?? 0)
  }
}
