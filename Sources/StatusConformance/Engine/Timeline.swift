/// What happened in a run, in words.
struct Timeline: Sendable, Hashable {
  private struct Entry: Sendable, Hashable {
    let milliseconds: Double
    let text: String
  }

  private var entries: [Entry] = []

  mutating func append(_ text: String, at time: RunClock.Instant) {
    let (seconds, attoseconds) = time.elapsed.components
    let milliseconds = Double(seconds) * 1e3 + Double(attoseconds / 1_000_000_000_000) / 1e3
    entries.append(Entry(milliseconds: milliseconds, text: text))
  }

  /// One line for each thing that happened.
  var lines: [String] {
    entries.map { "\($0.milliseconds) ms: \($0.text)" }
  }
}
