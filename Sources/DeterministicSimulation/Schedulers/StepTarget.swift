/// What a step is about to touch: a lock, a channel or a lane; where that is not known, the place
/// in the source at which its task goes on.
///
/// Steps of equal targets may race. Different targets prove nothing: tasks share more than the
/// primitives of a simulation.
public struct StepTarget: Sendable, Hashable, Comparable {
  private let number: UInt32

  private init(_ word: UInt64) {
    number = UInt32(truncatingIfNeeded: TraceHash.mix(word))
  }

  /// The end of a sleep.
  static let timer = StepTarget(1)

  /// A lock or channel of this name.
  init(named name: String) {
    self.init(TraceHash.of(name))
  }

  /// The lane of this number.
  init(lane number: Int) {
    self.init(UInt64(number) << 2 | 2)
  }

  /// A place in the source.
  ///
  /// The line has to do, since this is made at each step.
  init(_ site: SourceSite) {
    self.init(UInt64(site.line) << 2 | 3)
  }

  /// An order without a meaning, equal in every process.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
