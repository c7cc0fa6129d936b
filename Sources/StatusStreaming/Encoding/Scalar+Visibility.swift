extension Unicode.Scalar {
  /// Whether the character acts on a display instead of standing on it.
  ///
  /// C0 and C1 controls and DEL can move a cursor or start an escape sequence (ECMA-48, 5.2 and
  /// 5.3); U+2028 and U+2029 break lines; bidirectional controls and the other format characters
  /// (general category Cf) reorder or hide what stands beside them. The joiners U+200C and U+200D
  /// and the tags of subdivision flags (Unicode Technical Standard 51, ED-14a) are let through,
  /// since scripts and emoji need them.
  var isInvisible: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    case 0x20...0x7E, 0x200C, 0x200D, 0xE0020...0xE007F: false
    default: properties.generalCategory == .format
    }
  }

  /// The character as it can be shown: itself, or an escape that names it.
  ///
  /// - Parameter asASCII: whether characters outside of ASCII are escaped as well.
  func escaped(asASCII: Bool = false) -> String {
    switch self {
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where isInvisible || (asASCII && !isASCII): numericEscape
    default: String(self)
    }
  }

  /// The character's number as in `\u{1b}`.
  var numericEscape: String { "\\u{\(String(value, radix: 16))}" }
}
