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
