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
      602, [.buffer, .delivery, .sink, .pipeline], "an overflow is visible",
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
      604, [.delivery, .sink, .pipeline], "a cancellation ends it",
      "After a cancellation at most the write in progress is completed, and the call returns.",
      because: """
        A `try?` around the sleep turns a cancelled loop into one that spins; a retry around the \
        write holds a closed connection for ever.
        """,
      presupposes: [102, 106, 603]),
    ConformanceRule(
      605, [.sink], needs: .batches, "a batch is one write",
      "Events that are there together are written at once, as far as they are accepted.",
      because: """
        A viewer that comes back to a backlog of 9,000 events costs as many system calls if each of \
        them is a write.
        """,
      presupposes: [101, 102, 103, 104, 109]),
    ConformanceRule(
      606, [.delivery], needs: .sizeLimit, "a refusal ends nothing",
      """
      After an event that the sink refuses to encode, the connection goes on with what follows, to \
      the end of the trace.
      """,
      because: """
        One update that is too large ends the stream without a footer or a Close frame, and each \
        resume fails at the same update for ever.
        """,
      presupposes: [102, 103, 201, 206]),
    ConformanceRule(
      607, [.delivery], needs: .sizeLimit, "a refused update is a gap",
      "In the place of an update that the sink refuses comes a gap of one with its number.",
      because: """
        An update that is left out without a word looks like one that never was, and a gap with \
        another number makes a resume skip an update or meet the refused one again.
        """,
      presupposes: [105, 606]),
    ConformanceRule(
      608, [.delivery], needs: .sizeLimit, "a refused end is told",
      """
      A terminal event that the sink refuses is sent with less in it: without artifacts or metadata, \
      with a shorter message, or as failed with the reason where it was an answer; again with less \
      where that is refused too, down to an empty message. Where no form is accepted the delivery throws.
      """,
      because: """
        A report of some megabytes is the one event that a client waits for: without it the client \
        waits for ever, or comes again and again.
        """,
      presupposes: [105, 201, 204, 206, 207, 606]),
    ConformanceRule(
      609, [.buffer], "what is refused leaves nothing",
      """
      An append that is refused takes no number and is never read, an opening that is refused holds \
      no trace; the end of a trace is accepted all the same.
      """,
      because: """
        A number taken before there is room is a hole that no gap explains, and a client that finds \
        it waits for an update that never was.
        """,
      presupposes: [101, 102, 103, 104, 105, 201]),
    ConformanceRule(
      610, [.buffer], "a cap is kept and named",
      """
      What would exceed a declared limit is refused, and what does not is taken; a `BufferError` \
      says by its code which limit it is.
      """,
      because: """
        A server answers 429 to one trace too many and 507 to one byte too many; told that the trace \
        is unknown it answers 404, and the client gives up.
        """,
      presupposes: [609]),
    ConformanceRule(
      611, [.buffer], "a cap gives back its room",
      "What is removed makes as much room again as it had taken.",
      because: """
        A count that is raised before the refusal, or not lowered by a removal, grows until the \
        server takes nothing any more.
        """,
      presupposes: [609, 610]),
    ConformanceRule(
      612, [.buffer], "counters count",
      "The declared counters say how many traces are held and open, and how much was refused.",
      because: """
        An alarm hangs on them: one that never sinks wakes somebody every night, one that never \
        rises nobody.
        """,
      presupposes: [609, 610, 611]),
  ]
}
