extension Comparison {
  /// One line for each figure, and before them what makes the reports hard to compare.
  static func text(of later: Report, with earlier: Report, suites: [String]) -> String {
    var notes: [String] = []
    if later.machine != earlier.machine {
      notes.append("note: the earlier report is from another machine, \(earlier.machine.processor)")
    }
    if later.build != earlier.build {
      notes.append("note: the earlier report is from another build, Swift \(earlier.build.swift)")
    }
    if later.isQuick || earlier.isQuick {
      notes.append("note: a quick report has too few runs to rely on")
    }
    let lines = Comparison(of: later, with: earlier, suites: suites).lines
    return (notes + lines.map(text)).joined(separator: "\n")
  }

  private static func text(_ line: Line) -> String {
    let ratio = line.ratio.map(Quantity.times) ?? ""
    let noise = line.noise.map { "±\(Int(($0 * 100).rounded(.up))) %" } ?? ""
    switch line.verdict {
    case .faster: return "faster  \(ratio) (noise \(noise))  \(line.figure)"
    case .slower: return "slower  \(ratio) (noise \(noise))  \(line.figure)"
    case .same: return "same    \(ratio) (within noise \(noise))  \(line.figure)"
    case .new: return "new     not in the earlier report  \(line.figure)"
    case .missing: return "missing only in the earlier report  \(line.figure)"
    }
  }
}
