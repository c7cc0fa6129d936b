/// How many bytes a trace of a buffer with a cap on them holds, as far as its updates tell.
struct HeldBytes: Sendable {
  private let capacity: Int?
  private var sizes: [Int] = []

  init(capacity: Int?) { self.capacity = capacity }

  var isEmpty: Bool { sizes.isEmpty }

  /// Adds an update, by the bytes of its texts.
  mutating func add(_ size: Int) { sizes.append(size) }

  /// The bytes of what is held at least: one that overflows keeps half of its capacity.
  var least: Int { sizes.suffix(capacity.map { max(($0 + 1) / 2, 1) } ?? .max).reduce(0, +) }

  /// What it may take at most, where each update takes twice its texts and 256 bytes.
  var most: Int { kept.reduce(0) { $0 + 2 * $1 + 256 } }

  /// Whether one more update can't come to too much, whatever an update takes within reason.
  func hasRoom(for size: Int, in limit: Int?) -> Bool {
    limit.map { most + 2 * size + 256 <= $0 } ?? false
  }

  private var kept: ArraySlice<Int> { sizes.suffix(capacity ?? .max) }
}

extension HeldBytes: CustomStringConvertible {
  /// What is held, in words.
  var description: String {
    isEmpty
      ? "nothing else is held"
      : "the texts of the \(kept.count) updates that are held come to \(kept.reduce(0, +)) bytes"
  }
}
