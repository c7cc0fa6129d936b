public import CorrectPrograms
public import DeterministicSimulation
internal import FaultyPrograms

/// A small concurrent program in a correct version, and in one with a mistake that people make.
public struct ProgramPair: Sendable {
  /// What it is called.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// The mistake that the faulty version makes.
  public let fault: CorrectPrograms.Fault
  /// The version whose invariant holds under every schedule.
  public let correct: @Sendable (Simulation) async throws -> Void
  /// The version that throws, deadlocks or leaks a task under some schedule.
  public let faulty: @Sendable (Simulation) async throws -> Void

  /// All pairs.
  public static let all = zip(CorrectPrograms.Program.all, FaultyPrograms.Program.all)
    .map { correct, faulty in
      ProgramPair(
        name: correct.name, summary: correct.summary, fault: correct.fault,
        correct: correct.body, faulty: faulty.body)
    }
}

extension ProgramPair: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
