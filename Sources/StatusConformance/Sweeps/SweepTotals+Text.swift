import Foundation

extension SweepTotals {
  /// For people: how much was made, how often each thing that can happen has and which never did, how
  /// often each rule could have shown to be broken, and each failure with what replays it.
  ///
  /// - Parameter share: which share of which runs it is.
  package func text(of share: String) -> String {
    let time = Self.duration(milliseconds: milliseconds)
    var lines = [
      "\(share): \(runs.grouped) made, \(failedRuns.grouped) failed; \(time) of virtual time", "",
      "What happened, in how many runs:",
    ]
    let width = runs.grouped.count
    func row(_ count: Int, _ name: String) -> String {
      let digits = count.grouped
      return "  \(String(repeating: " ", count: max(0, width - digits.count)))\(digits)  \(name)"
    }
    lines += happened.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
      .map { row($0.count, $0.name) }
    lines += Self.never(happened.filter { $0.count == 0 }.map(\.name))
    lines += ["", "In how many runs a rule would have shown, had it been broken:"]
    lines += shown.filter { $0.count > 0 }.map { row($0.count, "\($0.rule)") }
    lines += Self.never(shown.filter { $0.count == 0 }.map { "\($0.rule)" })
    for failure in failures {
      let count = failure.count
      let first = failure.first.map { "run \($0)" } ?? "a run of the corpus"
      let more = count > 1 ? " and \((count - 1).grouped) more" : ""
      lines += ["", "\(first)\(more) of \(failure.pipeline) broke rule \(failure.failure.rule)"]
      if let token = failure.failure.token {
        lines.append("to replay: status-stream replay \(token)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func never(_ names: [String]) -> [String] {
    names.isEmpty ? ["  never: nothing"] : names.map { "  never: \($0)" }
  }

  /// A time in the two units that say most of it.
  package static func duration(milliseconds: Double) -> String {
    let seconds = Int(milliseconds / 1_000)
    switch seconds {
    case ..<60: return String(format: "%.1f s", milliseconds / 1_000)
    case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    default: return "\((seconds / 86_400).grouped) d \(seconds % 86_400 / 3_600) h"
    }
  }
}

extension Int {
  /// The digits with a comma after every third.
  package var grouped: String {
    let digits = Array(String(self))
    return digits.indices.map { place in
      let isStart = place > 0 && (digits.count - place).isMultiple(of: 3)
      return (isStart ? "," : "") + String(digits[place])
    }.joined()
  }
}
