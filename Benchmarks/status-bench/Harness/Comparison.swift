/// What became of the figures of an earlier report.
struct Comparison {
  /// What became of one figure.
  enum Verdict: Equatable {
    case faster
    case slower
    /// The difference is less than the uncertainty of the two medians.
    case same
    /// The earlier report does not have the figure.
    case new
    /// Only the earlier report has it.
    case missing
  }

  struct Line: Equatable {
    let figure: String
    let verdict: Verdict
    /// The later value divided by the earlier; `nil` unless there are both.
    var ratio: Double?
    /// Beside what both values are, so that they don't depend on the machine's mood; `nil` if the
    /// medians themselves had to be compared.
    var reference: String?
    /// By how much the ratio may differ from 1 without meaning anything.
    var noise: Double?
  }

  /// One for each figure of the later report, then for those it lacks.
  let lines: [Line]

  /// - Parameter suites: those that were run, so that figures of others are not missed.
  init(of later: Report, with earlier: Report, suites: [String]) {
    let laterIDs = Set(later.figures.map(\.id))
    lines =
      later.figures.map { figure in
        guard let before = earlier.figures.first(where: { $0.id == figure.id }) else {
          return Line(figure: figure.id, verdict: .new)
        }
        return Self.line(figure, before)
      }
      + earlier.figures.filter { suites.contains($0.suite) && !laterIDs.contains($0.id) }
      .map { Line(figure: $0.id, verdict: .missing) }
  }

  /// Differences below this are never believed: two runs of one program differ as much.
  private static let leastNoise = 0.05

  private static func line(_ figure: Figure, _ before: Figure) -> Line {
    let pairs = pairs(figure, before)
    // The steadiest of them tells most.
    let pair = pairs.min { $0.noise < $1.noise } ?? Pair(nil, figure.spread, before.spread)
    let noise = max(leastNoise, pair.noise)
    let isSame = (1 - noise...1 + noise).contains(pair.ratio)
    let isFaster = (pair.ratio > 1) == (figure.better == .higher)
    return Line(
      figure: figure.id, verdict: isSame ? .same : isFaster ? .faster : .slower,
      ratio: pair.ratio, reference: pair.reference, noise: noise)
  }

  /// What is known of a figure from both reports.
  private struct Pair {
    let reference: String?
    let ratio: Double
    let noise: Double

    init(_ reference: String?, _ later: Distribution, _ earlier: Distribution) {
      self.reference = reference
      ratio = earlier.median == later.median ? 1 : later.median / earlier.median
      noise = later.medianUncertainty + earlier.medianUncertainty
    }
  }

  /// The ratios to what both reports have beside the figure and is not the package itself.
  private static func pairs(_ figure: Figure, _ before: Figure) -> [Pair] {
    figure.references.filter { $0.kind != .other }.compactMap { later in
      let earlier = before.references.first { $0.name == later.name && $0.kind == later.kind }
      return earlier.map {
        Pair(later.name, later.ratios(of: figure.values), $0.ratios(of: before.values))
      }
    }
  }
}

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
    let beside = line.reference.map { ", beside \($0)" } ?? ""
    switch line.verdict {
    case .faster: return "faster  \(ratio) (noise \(noise))  \(line.figure)\(beside)"
    case .slower: return "slower  \(ratio) (noise \(noise))  \(line.figure)\(beside)"
    case .same: return "same    \(ratio) (within noise \(noise))  \(line.figure)\(beside)"
    case .new: return "new     not in the earlier report  \(line.figure)"
    case .missing: return "missing only in the earlier report  \(line.figure)"
    }
  }
}
