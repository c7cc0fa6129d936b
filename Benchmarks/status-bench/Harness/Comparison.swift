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
    /// The later median divided by the earlier; `nil` unless there are both.
    var ratio: Double?
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
    let ratio = before.median == figure.median ? 1 : figure.median / before.median
    let noise = max(
      leastNoise,
      Distribution(figure.values).medianUncertainty
        + Distribution(before.values).medianUncertainty)
    let isSame = (1 - noise...1 + noise).contains(ratio)
    let isFaster = (ratio > 1) == (figure.better == .higher)
    return Line(
      figure: figure.id, verdict: isSame ? .same : isFaster ? .faster : .slower, ratio: ratio,
      noise: noise)
  }
}
