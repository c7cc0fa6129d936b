import DeterministicSimulation
import StateLocking

/// Where a run takes place: what gives it time, tasks and choices.
struct Stage: Sendable {
  enum Kind: Sendable {
    case simulated(Simulation)
    case real(RealChoices, timeout: Duration)
  }

  let kind: Kind
  /// The time of the run.
  let clock: RunClock

  init(_ simulation: Simulation) {
    kind = .simulated(simulation)
    clock = RunClock(simulation.clock)
  }

  /// - Parameter settled: the first numbers that are drawn.
  init(
    real clock: some Clock<Duration>, settled: [Int], seed: UInt64, timeout: Duration
  ) {
    kind = .real(RealChoices(settled: settled, seed: seed), timeout: timeout)
    self.clock = RunClock(startingNow: clock)
  }

  /// Whether time passes as it does for everybody.
  var isReal: Bool {
    if case .real = kind { true } else { false }
  }

  /// Draws a number from zero up to, not including, the bound; zero is the plainest case.
  func next(below bound: Int) -> Int {
    switch kind {
    case .simulated(let simulation): simulation.next(below: bound)
    case .real(let choices, _): choices.next(below: bound)
    }
  }

  /// How long something may go on that should have ended.
  ///
  /// In real time that is half of what a run may take: threads can be few and late, and a shorter
  /// wait would blame the implementation for it.
  ///
  /// - Parameter usual: the time in a simulation.
  func patience(_ usual: Duration) -> Duration {
    switch kind {
    case .simulated: usual
    case .real(_, let timeout): timeout / 2
    }
  }

  /// Draws one of some values, of which the first is the plainest.
  func element<Element>(of values: [Element]) -> Element {
    values[next(below: values.count)]
  }

  /// Whether something happens that does so once in a number of times; in the plainest case it
  /// does not.
  func happens(onceIn bound: Int) -> Bool {
    next(below: bound) == bound - 1
  }

  /// Lets other tasks have a turn.
  func step() async {
    switch kind {
    case .simulated(let simulation): await simulation.step()
    case .real: await Task.yield()
    }
  }

  /// Runs an operation as a task of its own.
  func spawn<Success: Sendable>(
    _ label: String, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    switch kind {
    case .simulated(let simulation):
      RunTask(
        kind: .simulated(simulation.spawn(label, fileID: fileID, line: line, operation)))
    case .real:
      RunTask(kind: .real(Task(name: label) { try await operation() }))
    }
  }
}

/// A stream of choices without a scheduler.
final class RealChoices: Sendable {
  private struct State {
    var settled: ArraySlice<Int>
    var numbers: SeededNumbers
  }

  private let state: Lock<State>

  init(settled: [Int], seed: UInt64) {
    state = Lock(State(settled: settled[...], numbers: SeededNumbers(seed: seed)))
  }

  func next(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    return state.withLock { state in
      if let settled = state.settled.popFirst() { return min(settled, bound - 1) }
      return state.numbers.next(below: bound)
    }
  }
}

/// A task that code under verification has spawned.
///
/// It belongs to the run: it is cancelled when the code that spawned it returns or throws, as what
/// serves a connection is when the connection closes.
public struct RunTask<Success: Sendable>: Sendable {
  enum Kind: Sendable {
    case simulated(SimulatedTask<Success, any Error>)
    case real(Task<Success, any Error>)
  }

  let kind: Kind
  /// Is told of a cancellation by whoever holds the task.
  var willCancel: (@Sendable () -> Void)?

  /// Asks the task to stop, as `Task.cancel()` does.
  public func cancel() {
    willCancel?()
    switch kind {
    case .simulated(let task): task.cancel()
    case .real(let task): task.cancel()
    }
  }

  /// What the task returned, once it has ended; also a waiting task that is cancelled waits for that.
  ///
  /// - Throws: What the task threw.
  public var value: Success {
    get async throws {
      switch kind {
      case .simulated(let task): try await task.value
      case .real(let task): try await task.value
      }
    }
  }
}
