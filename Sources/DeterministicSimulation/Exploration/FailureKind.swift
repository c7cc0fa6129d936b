/// The way in which a run failed, by which shrinking tells whether a simpler run still fails so.
///
/// Errors of the simulation are alike if their code is; others if their type is, and their text
/// apart from numbers, which tend to change with the schedule.
struct FailureKind: Hashable {
  private let type: String
  private let text: [UInt8]

  init(_ error: any Error) {
    if let error = error as? SimulationError {
      type = "SimulationError"
      text = Array(error.code.rawValue.utf8)
    } else {
      type = String(reflecting: Swift.type(of: error))
      text = "\(error)".utf8.filter { !(48...57).contains($0) }
    }
  }
}
