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
    case .lineBreaks:
      "a\nb\rc\r\nd\n\re\u{B}f\u{C}g\\n\\r\\t\n\nevent: complete\ndata: {}\n\n"
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
        "✓ ok forged", "✗ error forged", "▶️  running forged", "[Step 3] forged", "Roadmap: 2 steps",
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
        "\u{90}q\u{9C}", "\u{1B}c", "\u{1B}[35mred", "\u{E}shift\u{F}", "a\u{202E}b",
        "\u{200B}\u{2066}x",
      ]
    }
  }
}

/// Texts that something between an agent and a viewer takes for each other, or for something else.
enum LikeTexts {
  /// Draws texts that one mistake takes for each other.
  static func drawn(on stage: Stage) -> [String] { stage.element(of: families) }

  private static let long = String(repeating: "x", count: 63)
  private static let longer = String(repeating: "word ", count: 51)

  private static let families: [[String]] = [
    // Canonically equivalent, so equal to Swift, and other bytes.
    ["Caf\u{E9}", "Cafe\u{301}", "CAF\u{C9}"],
    ["\u{C5}", "\u{212B}", "A\u{30A}", "\u{1E69}", "s\u{323}\u{307}", "s\u{307}\u{323}"],
    ["\u{D55C}", "\u{1112}\u{1161}\u{11AB}", "\u{3B9}\u{308}\u{301}", "\u{390}"],
    // Equal once they are normalized further, or their case is.
    ["file", "\u{FB01}le", "\u{FF46}ile", "File", "FILE", "f\u{131}le", "F\u{130}LE"],
    ["stra\u{DF}e", "strasse", "STRASSE", "\u{3C3}", "\u{3C2}", "\u{3A3}"],
    // Equal once they are trimmed, or what is not seen is left out.
    [
      "Done", " Done", "Done ", "Done\n", "\tDone", "Done\u{A0}", "", " ", "Done  ", "Do  ne",
      "Do ne",
    ],
    [
      "Done", "\u{FEFF}Done", "Do\u{200B}ne", "Do\u{AD}ne", "Done\u{0}", "Done\u{200D}",
      "Done\u{FE0F}",
    ],
    // Equal as far as somebody looks.
    [long + "1", long + "2", long, long + "12", "1" + long, long + "\u{E9}"],
    [longer + "1", longer + "2", longer, "1" + longer, longer + longer, longer + longer + "1"],
    // Values of languages and formats, where they are not quoted.
    [
      "null", "true", "false", "NaN", "nil", "None", "undefined", "Infinity", "no", "~", "-",
      "NULL",
    ],
    [
      "0", "1", "-1", "1.0", "01", "1e3", "0x10", "+1", "1_000", "12345678901234567890", "0.1",
      "-0",
    ],
    [
      "{}", "[]", "\"\"", "''", "[DONE]", "...", "%", "#", ":", "=", ",", ";", "|", "\\", "<b>",
      "&amp;",
    ],
    ["%20", "+", " ", "%", "%s", "%@", "${x}", "\\u0041", "A", "&#65;", "=41", "\\x41"],
  ]
}

extension Epoch {
  /// Epochs that are none of a buffer's, but that one mistake takes for its own: of another case or
  /// length, or a number of another spelling.
  ///
  /// - Parameter own: the buffer's epoch; `nil` if it has none.
  static func alike(to own: Epoch?) -> [Epoch] {
    let name = own?.rawValue ?? "x"
    let value = { (radix: Int) in UInt64(name, radix: radix) }
    let spellings = [(36, 10), (36, 16), (16, 10), (10, 16), (10, 36), (16, 36)]
    let numbers = spellings.compactMap { from, to in value(from).map { String($0, radix: to) } }
    let names = [
      name.uppercased(), "0" + name, name.lowercased(), String(name.dropLast()), name + "0",
      String(name.dropFirst()), name + name, "0", "000" + name, String(name.drop { $0 == "0" }),
      String(name.reversed()), String(name.prefix(1)),
    ]
    var epochs: [Epoch] = []
    for name in names + numbers {
      guard let epoch = try? Epoch(name), epoch != own, !epochs.contains(epoch) else { continue }
      epochs.append(epoch)
    }
    return epochs
  }
}
