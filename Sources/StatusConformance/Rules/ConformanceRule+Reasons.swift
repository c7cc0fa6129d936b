extension ConformanceRule {
  /// Why the rule matters to a stage, where that is not why it is there for all.
  func reason(for subject: ConformanceSubject) -> String {
    Self.reasons[subject]?[id] ?? reason
  }

  private static let reasons: [ConformanceSubject: [Int: String]] = [
    .buffer: [
      101: """
      A list that is sorted by times or by text, or a number that is taken before the append, gives \
      viewers a later update before an earlier one.
      """,
      102: """
      A page or segment that is passed over, a trace that is let go of too early, or one that is \
      taken for another, leaves viewers with a hole of which no gap tells.
      """,
      103: "A read that begins at the cursor instead of behind it gives viewers an update again.",
      104: """
      A store that changes a text, a key or a number on its way, or gives what another trace or an \
      older run said, shows what nobody has said.
      """,
      204: """
      An end that is kept as something else, or not at all, leaves viewers waiting, or tells them \
      of a success.
      """,
      205: """
      A trace that is let go of when it ends, or sooner after it than was promised, has nothing for \
      who comes late.
      """,
    ],
    .sink: [
      102: """
      Bytes that are left out, thrown away or still held at the close, or a batch of which more is \
      counted than was written, leave a hole of which nobody learns.
      """,
      103: "What is written twice is shown twice: a client takes each event for a new one.",
      104: """
      An encoder that leaves out, cuts, rounds or escapes amiss, or shows what it remembers, shows \
      what nobody has said.
      """,
      204:
        "A failure that is left out or told as something else leaves a client waiting or misled.",
    ],
    .delivery: [
      603: """
      Of a call that threw nobody knows how much is written: what is asked of the sink behind it, a \
      close too, goes to a connection that is gone or into the middle of an event.
      """,
      614: """
      A phone without reception keeps its task for ever, and one that is merely slow is cut off by a \
      time that counts more than its own send.
      """,
    ],
  ]
}
