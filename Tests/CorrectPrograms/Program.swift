public import DeterministicSimulation

/// A small concurrent program as people write them, with an invariant of its own.
///
/// The sources of this folder are compiled twice: as they stand, and as a module in which `FAULTY`
/// is defined, whose programs have one mistake each.
public struct Program: Sendable {
  /// What it is called.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// The mistake that the faulty version makes.
  public let fault: Fault
  /// Runs it; throws if the program's invariant is broken.
  public let body: @Sendable (Simulation) async throws -> Void

  init(
    _ name: String, _ summary: String, faulty fault: Fault,
    _ body: @escaping @Sendable (Simulation) async throws -> Void
  ) {
    self.name = name
    self.summary = summary
    self.fault = fault
    self.body = body
  }
}

/// What a program throws if its invariant is broken.
public struct Broken: Error, CustomStringConvertible {
  /// What was seen.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Throws unless a part of a program's invariant holds.
func ensure(_ condition: Bool, _ message: @autoclosure () -> String) throws(Broken) {
  guard condition else { throw Broken(message()) }
}

extension Simulation {
  /// How long a call to something outside of the program takes: nothing in the plainest case.
  func latency(upTo milliseconds: Int = 1) -> Duration {
    .milliseconds(next(below: milliseconds + 1))
  }
}
