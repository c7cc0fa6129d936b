import DeterministicSimulation
import StatusStreaming

/// How an implementation is run to be verified.
public struct Execution: Sendable {
  enum Kind: Sendable {
    case simulated(runs: Int)
    case real(runs: Int, timeout: Duration, clock: any Clock<Duration>)
  }

  let kind: Kind

  /// In virtual time, under many schedules, latencies, faults and cancellations: what can be
  /// captured by a task-executor preference.
  ///
  /// - Parameter runs: how many runs, as many as is usual if the number is not positive; the variable
  ///   `STATUS_CONFORMANCE_RUNS` of the environment raises the number.
  public static func simulated(runs: Int) -> Execution {
    Execution(kind: .simulated(runs: runs))
  }

  /// In virtual time, as often as is usual for what is verified.
  public static var simulated: Execution { simulated(runs: 0) }

  /// In real time and on whatever executors the implementation uses, an event loop say.
  ///
  /// The schedules that happen are those that are judged: none is looked for, and no violation can
  /// be replayed. Reports mark it. A loop that is cancelled by another thread may begin one more
  /// write, since it may have asked just before whether it is cancelled.
  ///
  /// - Parameters:
  ///   - timeout: after which real time without anything happening a run is taken not to end, and in any case
  ///     after five times that; never if it is a century or more. A call has half of it to return
  ///     after its cancellation, a connection to end after its agent. Choose it well above what a
  ///     busy machine may need, and above ten seconds: a viewer that stalls takes three.
  ///   - runs: how many runs, at least one.
  ///   - clock: what gives the time.
  public static func real(
    timeout: Duration, runs: Int = 20, clock: any Clock<Duration> = ContinuousClock()
  ) -> Execution {
    Execution(kind: .real(runs: runs, timeout: timeout, clock: clock))
  }

  /// Whether schedules are explored.
  public var isExplored: Bool {
    if case .simulated = kind { true } else { false }
  }

  /// Where the runs are made; `nil` on the threads that all tasks share.
  var threads: RunThreads? { isExplored ? .shared : nil }

  /// How many runs there are where that many are usual.
  func runs(usually usual: Int) -> Int {
    switch kind {
    case .simulated(let runs):
      max(runs > 0 ? runs : usual, ConformanceEnvironment.current.runs ?? 0)
    case .real(let runs, _, _): max(runs, 1)
    }
  }
}

/// Why a run did not end by itself.
enum Interruption: Sendable, Hashable {
  /// It could not go on, or went on and on.
  case endless(String)
  /// It used up what a world may take. What waits for a long time by looking again and again does so
  /// too: that is counted, and says nothing by itself.
  case cut(String)
  /// Part of it took place outside of the simulation.
  case escaped(String)

  /// - Parameter isOfWorld: whether the run was a world, which can last for hours.
  init(_ error: SimulationError, isOfWorld: Bool) {
    self =
      switch error.code {
      case .stepLimit where isOfWorld, .timeLimit where isOfWorld: .cut("\(error)")
      case .deadlock, .leak, .stepLimit, .timeLimit: .endless("\(error)")
      case .foreignCall, .foreignWakeUp, .escapedTask, .divergence, .nondeterminism:
        .escaped("\(error)")
      }
  }
}

extension Interruption {
  /// The reason, without what is stuck.
  var text: Substring {
    switch self {
    case .endless(let reason), .cut(let reason), .escaped(let reason): reason.prefix { $0 != "\n" }
    }
  }
}

/// Waits for a run in real time, but not for ever.
enum RealDeadline {
  /// How many times the time passes at most, as long as something happens.
  private static let patience = 5

  /// Whether a time passes in which nothing happens before a task ends, which is then cancelled and left
  /// alone.
  ///
  /// - Parameter progress: how much has happened.
  static func passes(
    before run: Task<Void, Never>, timeout: Duration, on clock: any Clock<Duration>,
    progress: @escaping @Sendable () -> Int
  ) async -> Bool {
    let (ends, end) = AsyncStream.makeStream(of: Bool.self)
    let watch = Task {
      await run.value
      end.yield(false)
    }
    let timer = Task {
      for _ in 0..<patience {
        let before = progress()
        guard (try? await clock.wait(for: timeout)) != nil else { return }
        if progress() == before { break }
      }
      end.yield(true)
    }
    defer {
      run.cancel()
      watch.cancel()
      timer.cancel()
    }
    for await isLate in ends { return isLate }
    return true
  }
}
