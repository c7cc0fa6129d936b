/// One line of a run's trace: a task that ran, or a number that it drew.
public struct TraceStep: Sendable, Hashable {
  /// The step of the run, counted from one.
  public let step: Int

  /// The virtual instant.
  public let time: VirtualInstant

  /// The label of the task that ran.
  public let label: String

  /// What the choice was among.
  public let kind: Kind

  /// How the choice was settled; `nil` if there was only one possibility.
  public let choice: Choice?

  /// What the step touched, up to where the task suspended; nothing for a number drawn.
  public internal(set) var footprint = Footprint()

  /// Whether that has been taken note of, as is done once for each stretch that a job runs.
  var hasFootprint = false

  init(
    step: Int, time: VirtualInstant, label: String, kind: Kind, choice: Choice?
  ) {
    self.step = step
    self.time = time
    self.label = label
    self.kind = kind
    self.choice = choice
  }

  /// What was settled.
  public enum Kind: Sendable, Hashable {
    /// Which runnable job goes next.
    case run

    /// A number that the running task drew.
    case draw
  }
}

extension TraceStep: CustomStringConvertible {
  /// The step, its time, the label, and the choice.
  public var description: String {
    let choice = choice.map { " (\($0.value) of \($0.bound))" } ?? ""
    return "\(step) at \(time): \(label)\(kind == .draw ? " draws" : "")\(choice)"
  }
}

/// A running hash over what a run does, equal in every process for equal runs.
struct TraceHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Mixes in a word.
  mutating func combine(_ word: UInt64) {
    value = Self.mix(value ^ word)
  }

  /// Spreads a word's bits over all 64; a bijection.
  static func mix(_ word: UInt64) -> UInt64 {
    var mixed = word &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    mixed = mixed &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 29)
  }

  /// The hash of a text's bytes.
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash)
  }
}
