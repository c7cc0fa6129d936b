/// What breaks a rule, and what usually helps.
struct RuleAdvice: Sendable {
  /// The code that most often breaks it.
  let breakage: String
  /// What is usually done about it.
  let remedy: String

  /// By the number of the rule.
  static let byRule = order.merging(pressure) { $1 }.merging(bytes) { $1 }.merging(agUI) { $1 }
}

extension ConformanceRule {
  /// What code that breaks the rule most often looks like.
  public var breakage: String { RuleAdvice.byRule[id]?.breakage ?? "" }

  /// What is usually done about it.
  public var remedy: String { RuleAdvice.byRule[id]?.remedy ?? "" }
}

extension RuleAdvice {
  /// On what is on the wire: 7xx.
  static let bytes: [Int: RuleAdvice] = [
    701: RuleAdvice(
      breakage: "A reader that takes one read for one event.",
      remedy: "Keep what is incomplete until the next bytes come."),
    702: RuleAdvice(
      breakage: """
        A blank line within a block, or a ping between the halves of a frame.
        """,
      remedy: """
        Write heartbeats between events, from the task that writes events.
        """),
    703: RuleAdvice(
      breakage: """
        Text that is put between line breaks without being split or escaped; splitting at \
        `\\n` as a Character, to which CR LF is another one.
        """,
      remedy: """
        Split at CR, LF and CR LF as bytes, or encode the text as JSON, which escapes both.
        """),
    704: RuleAdvice(
      breakage: "An id that is made of a user's text.",
      remedy: "Use numbers as ids, or refuse a text with U+0000, CR or LF."),
    705: RuleAdvice(
      breakage: """
        `split(whereSeparator: \\.isNewline)`, or `splitlines()` in Python.
        """,
      remedy: "Split at the bytes LF and CR alone."),
    706: RuleAdvice(
      breakage: """
        A limit in bytes that cuts a character, or a text that is re-encoded as Latin-1.
        """,
      remedy: """
        Cut at character boundaries; say UTF-8 wherever an encoding can be said.
        """),
    707: RuleAdvice(
      breakage: """
        A header that is written before the payload's size is checked, or a size that is taken before \
        JSON escapes the text.
        """,
      remedy: "Encode the whole event, compare its size, then write it."),
    708: RuleAdvice(
      breakage: "Messages that are printed as they are.",
      remedy: """
        Escape controls (C0, C1, DEL) and the characters that reorder text.
        """),
    709: RuleAdvice(
      breakage: "A message with a line break that is printed as it is.",
      remedy: "Escape CR and LF in everything that stands in a line."),
    710: RuleAdvice(
      breakage: """
        A length in the wrong form, a masked server frame, or a Close reason that is too long.
        """,
      remedy: """
        Use the shortest of the three forms, never mask, and cut a reason to 123 bytes between \
        characters.
        """),
    711: RuleAdvice(
      breakage: "A heartbeat timer that is not set again, or none at all.",
      remedy: """
        Wait for the next event with a timeout, and write a heartbeat when that passes.
        """),
    712: RuleAdvice(
      breakage: """
        A number or an opening that is counted before the size is checked.
        """,
      remedy: """
        Encode into a copy of the state, and keep the copy only if the event is accepted.
        """),
    713: RuleAdvice(
      breakage: "A batch that throws for its third event after writing two.",
      remedy: "Return how many were accepted before the refused one."),
  ]
}
