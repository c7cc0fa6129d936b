/// What happened in a run, in words.
struct Timeline: Sendable, Hashable {
  private struct Entry: Sendable, Hashable {
    let milliseconds: Double
    let text: String
  }

  private var entries: [Entry] = []
  /// Whether it is kept: of most runs nobody wants to know, and to put it into words takes longer
  /// than to make many of them.
  var isKept = true

  mutating func append(_ text: @autoclosure () -> String, at time: RunClock.Instant) {
    guard isKept else { return }
    let (seconds, attoseconds) = time.elapsed.components
    let milliseconds = Double(seconds) * 1e3 + Double(attoseconds / 1_000_000_000_000) / 1e3
    entries.append(Entry(milliseconds: milliseconds, text: text()))
  }

  /// One line for each thing that happened.
  var lines: [String] {
    entries.map { "\($0.milliseconds) ms: \($0.text)" }
  }
}
