import DeterministicSimulation
import StatusStreaming

/// What worlds draw beside what is said.
extension Stage {
  /// Lets a world take what it needs, and not for ever: steps for each of its updates, and any time.
  ///
  /// - Parameter work: how often something may be done, such as one delivery of one update.
  func allow(work: Int) {
    guard case .simulated(let simulation) = kind else { return }
    simulation.allow(
      SimulationLimits(steps: 40_000 + 60 * work, virtualTime: .seconds(7 * 86_400)))
  }

  /// Lets a world take no more from here on than it needs, where who spins is to be told soon.
  ///
  /// - Parameters:
  ///   - work: how often something may be done, such as one delivery of one update.
  ///   - base: the steps that anything may take.
  func limit(work: Int, beyond base: Int = 40_000) {
    guard case .simulated(let simulation) = kind else { return }
    simulation.limit(
      to: SimulationLimits(steps: base + 60 * work, virtualTime: .seconds(7 * 86_400)))
  }

  /// Whether the run was given up, so that what happens now is not as it would be.
  var isGivenUp: Bool {
    if case .simulated(let simulation) = kind { !simulation.isUnderway } else { false }
  }

  /// Draws a pause between two things that somebody does.
  func pause() -> Duration {
    let pause: Duration = element(of: [
      .zero, .milliseconds(30), .milliseconds(1), .milliseconds(7), .milliseconds(50),
      .milliseconds(120), .milliseconds(400), .microseconds(999_600),
    ])
    return isReal ? pause / 10 : pause
  }

  /// Draws a silence in which time-outs, heartbeats and times to live of implementations pass.
  ///
  /// - Parameter rarity: one silence in how many takes half an hour and more: who polls looks 72,000
  ///   times in an hour.
  func silence(longOnceIn rarity: Int) -> Duration {
    let seconds = [
      3, 2, 5, 6, 10, 11, 15, 16, 20, 25, 30, 31, 35, 45, 59, 60, 61, 75, 90, 119, 120, 121,
    ]
    if happens(onceIn: 4) { return .seconds(element(of: [301, 180, 300, 299, 601, 600, 901])) }
    if happens(onceIn: rarity) {
      return .seconds(element(of: [3_601, 1_801, 4_300, 7_200, 1_800, 3_600]))
    }
    return .seconds(element(of: seconds))
  }

  /// Draws names of traces: alike but for a letter, the case or the end, short and long.
  func traces(_ count: Int, isOdd: Bool) -> [TraceID] {
    guard isOdd else { return (0..<count).map { TraceID(name: "run-\($0 + 1)") } }
    let long = String(repeating: "x", count: TraceID.maximumLength - 1)
    // Names of one line are taken for each other by one mistake.
    let families = [
      ["run-1", "RUN-1", "Run-1", "rUn-1"],
      ["run-1", "run-10", "run-", "run", "run-01", "1", "run-1.", "run_1"],
      [long + "1", long + "2", long, String(long.dropLast()), long + "3"],
      ["run:1", "run-1:2", "run", "run-1", "1:2", "2"],
      ["a/b", "a%2Fb", "../a", "a", "*", "%"],
      ["a/b", "a_b", "a:b", "a.b", "a*b", "a%b"],
      ["1", "01", "1.0", "+1", "0x1", "1e0"],
      ["null", "{}", "[x]", "\"q\"", "\\n", "-1"],
    ]
    // A name of the greatest length goes wrong beside something else, where it goes wrong.
    var names = element(of: families + [families[2]])
    for name in families.joined() where names.count < count && !names.contains(name) {
      names.append(name)
    }
    var drawn: [TraceID] = []
    for _ in 0..<count {
      drawn.append(TraceID(name: names.remove(at: next(below: names.count))))
    }
    return drawn
  }
}

extension TraceID {
  /// A name that is known to be valid.
  fileprivate init(name: String) {
    do {
      try self.init(name)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
