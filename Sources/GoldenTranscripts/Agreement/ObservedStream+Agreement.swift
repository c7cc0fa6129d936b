public import StatusStreaming

extension ObservedStream {
  /// Compares the stream with what happened, as far as its format shows it: every event in order,
  /// none twice, none left out but for what a gap says was lost.
  ///
  /// - Parameters:
  ///   - events: all events of the run, as in an ``EventListing``.
  ///   - trace: the only trace that the connection is about, `nil` for all.
  ///   - cursors: for each trace, after which event the connection begins; from its first on where
  ///     there is none.
  ///   - isCut: whether the connection was cut, so that it may end early.
  /// - Returns: For each trace, that of the last event that the connection showed: where
  ///   the one that resumes it begins.
  /// - Throws: ``Disagreement`` at the first event that is another one.
  @discardableResult
  public func agree(
    with events: [StreamEvent], of trace: TraceID? = nil,
    after cursors: [TraceID: Cursor] = [:], isCut: Bool = false
  ) throws(Disagreement) -> [TraceID: Cursor] {
    var matcher = EventMatcher(events, of: trace, after: cursors, as: projection)
    for (index, observed) in self.events.enumerated() {
      do {
        _ = try matcher.take(observed)
      } catch {
        throw Disagreement(index: index, observed: observed, expected: error.expected)
      }
    }
    if !isCut, let missing = matcher.next {
      throw Disagreement(index: self.events.count, observed: nil, expected: missing)
    }
    return matcher.cursors
  }

  /// The first event, from 0 on, in which two connections differ on what both of their formats show;
  /// `nil` if there is none.
  public func firstDifference(from other: ObservedStream) -> Int? {
    let common = projection.intersection(other.projection)
    let left = events.compactMap { $0.projected(onto: common) }
    let right = other.events.compactMap { $0.projected(onto: common) }
    let count = zip(left, right).prefix { $0.matches($1) }.count
    return count == left.count && count == right.count ? nil : count
  }
}
