import CorrectPrograms
import DeterministicSimulation
import SamplePrograms

/// What became of one pair of programs under each strategy.
struct SearchRow: CustomStringConvertible {
  /// How a search ended.
  enum Outcome: CustomStringConvertible {
    case found(schedule: Int)
    case exhausted(schedules: Int)
    case quiet(schedules: Int)

    init(
      _ strategy: ExplorationStrategy,
      _ body: @escaping @Sendable (Simulation) async throws -> Void
    ) throws {
      do {
        let summary = try explore(strategy, options: .unshrunk, body)
        self =
          summary.isExhaustive
          ? .exhausted(schedules: summary.schedules) : .quiet(schedules: summary.schedules)
      } catch let failure as ExplorationFailure {
        self = .found(schedule: failure.schedule)
      }
    }

    var isFound: Bool {
      if case .found = self { true } else { false }
    }

    var isExhausted: Bool {
      if case .exhausted = self { true } else { false }
    }

    var description: String {
      switch self {
      case .found(let schedule): "\(schedule)"
      case .exhausted(let schedules): "none in all \(schedules)"
      case .quiet(let schedules): "> \(schedules)"
      }
    }
  }

  static let columns = [
    "program", "fault", "in order", "random", "pct(3)", "depth first", "correct",
  ]

  let name: String
  let fault: String
  let inOrder: Outcome
  let found: [Outcome]
  let correct: Outcome

  init(_ pair: ProgramPair, _ schedules: UInt64) throws {
    name = pair.name
    fault = pair.fault.rawValue
    inOrder = try Outcome(.firstInFirstOut, pair.faulty)
    found = try [
      .random(seeds: 0..<schedules), .pct(depth: 3, seeds: 0..<schedules),
      .depthFirst(schedules: Int(schedules)),
    ].map { try Outcome($0, pair.faulty) }
    correct = try Outcome(.depthFirst(schedules: Int(schedules)), pair.correct)
  }

  /// Whether no search has shown the opposite of what a pair is made for.
  var isAsItShouldBe: Bool { !found.contains(where: \.isExhausted) && !correct.isFound }

  var cells: [String] {
    [name, fault, inOrder.isFound ? "shown" : "passes"] + found.map(\.description)
      + [correct.description]
  }

  var description: String { cells.joined(separator: ", ") }

  static func table(of rows: [SearchRow]) -> String {
    let lines = [columns] + rows.map(\.cells)
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
