/// What has happened in a run of the things that could, by their names.
struct Occurrences: Sendable, Hashable {
  private(set) var names: Set<String> = []

  mutating func note(_ situation: some WorldSituation) { names.insert(situation.rawValue) }

  /// Notes how many updates there were, if it is a number at which something may change.
  mutating func note(updates count: Int) {
    if Self.lengths.contains(count) { note(boundary: Self.name(ofLength: count)) }
  }

  /// The numbers of updates that are counted: those of most worlds, then larger ones.
  static let lengths = [0, 1, 16, 64, 100, 128, 256, 1_000, 4_096, 65_536]

  /// The names of the numbers of updates that are met within the usual runs.
  static func lengths(upTo limit: Int?) -> [String] {
    lengths.filter { $0 <= min(limit ?? .max, 128) }.map(name)
  }

  /// What a number of updates is called where it is counted.
  static func name(ofLength count: Int) -> String { "\(count) update\(count == 1 ? "" : "s")" }

  /// Notes a size that was met exactly, such as `capacity met exactly`.
  mutating func note(boundary: String) { names.insert(boundary) }
}
