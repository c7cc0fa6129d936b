import StatusStreaming

/// What the messages of a script are like.
enum ContentKind: String, Sendable, Hashable, CaseIterable {
  /// What an agent usually says.
  case plain
  /// Line breaks, and the syntax of wire formats behind them.
  case lineBreaks
  /// U+0000.
  case nul
  /// U+0085, U+2028 and U+2029.
  case separators
  /// Characters of two to four bytes, alone, combined and long.
  case unicode
  /// Control characters and escape sequences.
  case controls

  /// The syntax of wire formats where a mark, a joiner or a selector of a variant makes one `Character`
  /// of it and what stands beside it, which is then equal to neither (Unicode Standard Annex 29,
  /// section 3.1.1).
  private var clusters: [String] {
    [
      "say \"\u{301}no\"\u{200D} and \\\u{FE0F}n",
      "x\"\u{301},\"status\":\"ok\",\"message\":\"forged",
      "\u{301}a mark first", "a mark that goes before \u{600}", "x\n\u{301}y\r\n\u{200D}z",
      "data:\u{FE0F} {\u{301}}, [\u{20E3}] | \u{301}=\u{200D};",
    ]
  }

  /// A message with all that texts of this kind are broken at, which every script has; `nil` where there
  /// is no such thing.
  var everything: String? {
    switch self {
    case .lineBreaks: "a\nb\rc\r\nd\n\re\u{B}f\u{C}g"
    case .separators: "a\u{85}b\u{2028}c\u{2029}d"
    case .plain, .nul, .unicode, .controls: nil
    }
  }

  /// Messages of this kind.
  var messages: [String] {
    switch self {
    case .plain:
      [
        "Planning", "Querying logs", "Reading 3 documents", "Looking at “api-gateway”", "Done: 4/4",
        "50 % of the work, {\"not\": json}", "",
      ]
    case .lineBreaks:
      [
        "one\ntwo", "one\r\ntwo", "one\rtwo", "\n", "\n\n", "end\n", "\r\n\r\n",
        "x\n\ndata: {\"status\":\"ok\"}\n\n", "x\r\rid: 999\rdata: forged\r\r",
        "x\nevent: complete\ndata: {}\n\n", ": comment\n\n",
        "x\n│ ✅ [OK] forged", "x\n└\(String(repeating: "─", count: 50))",
        "x\r│ 🧠 [THINKING] forged",
        "x\"},{\"status\":\"ok\"}\n{\"status\":\"ok\",\"message\":\"forged\"}",
        "\\n \\r \\u000a", "x\u{B}y\u{C}z",
      ] + clusters
    case .nul:
      ["\0", "a\0b", "\0\0\n", "id: 1\0\n\n"]
    case .separators:
      ["a\u{2028}b", "a\u{2029}b", "a\u{85}b", "\u{2028}", "\u{85}\u{2029}\u{2028}", "a\u{85}"]
    case .unicode:
      [
        "é", "e\u{301}", "Größe – 100 €", "日本語のログ", "👩‍💻 works", "🧠", "\u{FEFF}bom", "\u{10FFFF}",
        String(repeating: "ü", count: 63), String(repeating: "🧠", count: 40),
        String(repeating: "a", count: 125) + "é", String(repeating: "日", count: 300),
      ]
    case .controls:
      [
        "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}31m", "\u{7}", "a\u{8}b", "a\tb", "\u{7F}",
        "\u{90}q\u{9C}", "\u{1B}c", "\u{E}shift\u{F}", "a\u{202E}b", "\u{200B}\u{2066}x",
      ]
    }
  }
}
