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
