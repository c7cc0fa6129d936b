/// Runs jobs in the order in which they became runnable, and draws zeros.
public struct FirstInFirstOut: Scheduler {
  /// Makes the scheduler.
  public init() {}

  /// Picks the job that has been runnable longest.
  public mutating func pick(from runnable: RunnableTasks) -> Int { 0 }

  /// Draws zero.
  public mutating func next(below bound: Int) -> Int { 0 }
}

/// Settles every choice evenly at random, from a seed.
public struct RandomScheduler: Scheduler {
  private var numbers: SeededNumbers

  /// Makes the scheduler; equal seeds make equal choices.
  public init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// Picks any runnable job.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    numbers.next(below: runnable.count)
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int {
    numbers.next(below: bound)
  }
}

/// A reproducible stream of numbers (the SplitMix64 generator).
package struct SeededNumbers {
  private var state: UInt64

  /// Starts a stream; near seeds give unrelated streams.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from zero up to, not including, the bound.
  package mutating func next(below bound: Int) -> Int {
    // The bias of a product's high half is below bound / 2^64.
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
