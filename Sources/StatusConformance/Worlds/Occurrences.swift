/// What has happened in a run of the things that could, by their names.
struct Occurrences: Sendable, Hashable {
  private(set) var names: Set<String> = []

  mutating func note(_ situation: some WorldSituation) { names.insert(situation.rawValue) }

  /// Notes a size that was met exactly, such as `capacity met exactly`.
  mutating func note(boundary: String) { names.insert(boundary) }
}
