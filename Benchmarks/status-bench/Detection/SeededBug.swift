import DeterministicSimulation
import FaultyPrograms

/// A program with a known mistake, which shows under some of its schedules.
struct SeededBug: Sendable {
  let name: String
  /// Throws, deadlocks or leaks a task where the mistake shows.
  let body: @Sendable (Simulation) async throws -> Void

  /// What a body throws that sees its invariant broken.
  struct Shown: Error, CustomStringConvertible {
    let description: String
  }

  init(_ name: String, _ body: @escaping @Sendable (Simulation) async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// All bugs: the shapes of the literature, those of this library's subject, and programs as
  /// people write them.
  static var all: [SeededBug] { orders + locking + publishing + programs }

  /// The faulty twins of the programs library.
  private static var programs: [SeededBug] {
    Program.all.map { SeededBug("program: \($0.name)", $0.body) }
  }
}

/// A variable that tasks share without protection.
final class Shared<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}

/// Throws unless an invariant holds.
func ensure(_ condition: Bool, _ message: @autoclosure () -> String) throws(SeededBug.Shown) {
  guard condition else { throw SeededBug.Shown(description: message()) }
}

extension Simulation {
  /// Work that has nothing to do with a bug, and hides it among its choices.
  func addNoise(tasks: Int, steps: Int) {
    for number in 0..<tasks {
      spawn("noise \(number)") { for _ in 0..<steps { await step() } }
    }
  }

  /// Goes through what comes before the part that matters.
  func prepare(steps: Int) async {
    for _ in 0..<steps { await step() }
  }
}
