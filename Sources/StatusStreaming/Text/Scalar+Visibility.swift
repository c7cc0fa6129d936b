extension Unicode.Scalar {
  /// Whether the character acts on a display instead of standing on it.
  ///
  /// C0 and C1 controls and DEL can move a cursor or start an escape sequence (ECMA-48, 5.2 and
  /// 5.3); U+2028 and U+2029 break lines; bidirectional controls and the other format characters
  /// (general category Cf, save the joiners that emoji and several scripts need) reorder or hide
  /// what stands beside them; the tag characters and U+FEFF are invisible.
  package var isInvisible: Bool {
    switch value {
    case 0x20...0x7E: return false
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: return true
    case 0x200C, 0x200D: return false
    case 0xA0...0x5FF: return value == 0xAD
    default: return properties.generalCategory == .format && !isEmojiTag
    }
  }

  /// Whether the character spells a subdivision flag (Unicode Technical Standard 51, ED-14a).
  private var isEmojiTag: Bool { (0xE0020...0xE007F).contains(value) }

  /// The character as `\u{1b}`, in lowercase hexadecimal digits.
  package var escapedForm: String { "\\u{\(String(value, radix: 16))}" }
}
