extension ConformanceRule {
  /// 6xx: slow, full and broken.
  static let pressure: [ConformanceRule] = [
    ConformanceRule(
      601, [.buffer, .delivery, .sink], needs: .bounded, "a slow viewer costs little",
      "Behind a viewer that accepts nothing, no more than a bounded number of events is held.",
      because: """
        An `AsyncStream` without a policy is a queue without an end: one stalled phone keeps all of a \
        run in memory.
        """,
      presupposes: [101, 102, 103, 108]),
    ConformanceRule(
      602, [.buffer, .delivery, .sink], "an overflow is visible",
      "Where updates had to be dropped, a gap says how many, or the append is refused.",
      because: """
        A ring buffer that overwrites in silence, or a loop that filters gaps, loses unseen.
        """,
      presupposes: [101, 102, 103, 104, 201, 203, 502]),
    ConformanceRule(
      603, [.delivery, .sink], "a broken writer is reported",
      "After a write has thrown, nothing more is written and the caller is told by an error or an end.",
      because: """
        A `try?` around a write turns a closed connection into a loop that feeds nobody.
        """,
      presupposes: [101, 103, 108]),
    ConformanceRule(
      604, [.delivery, .sink], "a cancellation ends it",
      "After a cancellation at most the write in progress is completed, and the call returns.",
      because: """
        A `try?` around the sleep turns a cancelled loop into one that spins; a retry around the \
        write holds a closed connection for ever.
        """,
      presupposes: [102, 106, 603]),
  ]
}
