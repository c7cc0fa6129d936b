/// One thing that a run left undecided, and how it was settled.
public struct Choice: Sendable, Hashable {
  /// What was chosen: a number from zero up to, not including, the bound.
  public let value: Int

  /// How many possibilities there were; at least two.
  public let bound: Int

  /// Notes a choice.
  public init(value: Int, bound: Int) {
    self.value = value
    self.bound = bound
  }
}

/// A choice that is not zero, and the zeros before it.
///
/// A run's choices are kept as its deviations, because most of them are zero, above all after
/// shrinking.
struct Deviation: Sendable, Hashable {
  /// How many zeros were chosen since the last deviation.
  let zeros: Int

  /// A digest of the bounds of these zeros, to notice that a body offers other possibilities.
  let digest: UInt8

  let choice: Choice

  /// The deviations of a list of choices.
  static func all(in choices: [Choice]) -> [Deviation] {
    var deviations: [Deviation] = []
    var stretch = Stretch()
    for choice in choices {
      if choice.value == 0 {
        stretch.append(bound: choice.bound)
      } else {
        deviations.append(
          Deviation(zeros: stretch.count, digest: stretch.digest, choice: choice))
        stretch = Stretch()
      }
    }
    return deviations
  }

  /// Zeros in a row.
  struct Stretch {
    private(set) var count = 0
    private var hash = TraceHash()

    var digest: UInt8 { UInt8(truncatingIfNeeded: hash.value) }

    mutating func append(bound: Int) {
      count += 1
      hash.combine(UInt64(bound))
    }
  }
}
