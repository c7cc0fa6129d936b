/// What happened in a run, in words.
struct Timeline: Sendable, Hashable {
  private struct Entry: Sendable, Hashable {
    let time: Duration
    let text: String
  }

  private var entries: [Entry] = []
  /// Whether it is kept: of most runs nobody wants to know, and to put it into words takes longer
  /// than to make many of them.
  var isKept = true

  mutating func append(_ text: @autoclosure () -> String, at time: RunClock.Instant) {
    guard isKept else { return }
    let elapsed = time.elapsed.attoseconds
    let microseconds = Duration(attoseconds: elapsed - elapsed % 1_000_000_000_000)
    entries.append(Entry(time: microseconds, text: text()))
  }

  /// One line for each thing that happened.
  var lines: [String] {
    entries.map { "\($0.time.text): \($0.text)" }
  }
}
