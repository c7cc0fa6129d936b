import StatusStreaming

/// What is wrong with a run.
struct Finding: Sendable, Hashable {
  /// What had to be.
  var expected: String
  /// What was.
  var seen: String
  /// Where the two part.
  var place: Violation.Place?
  /// Whose arrivals the place counts; `nil` for all that there are.
  var viewer: String?
  /// The number of what had to arrive and is lost; `nil` where nothing is.
  var lost: Int?
  /// The trace of that; `nil` if it is clear.
  var trace: TraceID?

  init(
    expected: String, seen: String, at place: Violation.Place? = nil, losing lost: Int? = nil
  ) {
    self.expected = expected
    self.seen = seen
    self.place = place
    self.lost = lost
  }

  /// Counts an event among all that arrived, instead of among those at some places.
  mutating func countPlace(among places: [Int], of count: Int) {
    guard case .event(let number) = place else { return }
    place = .event((number <= places.count ? places[number - 1] : count) + 1)
  }
}
