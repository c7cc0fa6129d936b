extension String {
  /// The text as a page has it, where it can't be markup, move other text or be refused by a parser.
  ///
  /// What controls a device or the order of letters is shown by its number, as are code points that
  /// HTML does not allow.
  var escaped: String {
    guard utf8.contains(where: { !Self.isPlain($0) }) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "⏎"
      default:
        if scalar.isHidden {
          result += "⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
    case 0x20..<0x7F: true
    default: false
    }
  }

  /// The text as a string of JSON, which stays in its order and on its line where it is looked at.
  ///
  /// Perfetto refuses a trace with the two halves of a code point above U+FFFF written by their
  /// numbers, so that all that does nothing is written as it is.
  var json: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        if scalar.isHidden, scalar.value <= 0xFFFF {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The beginning of the text, with what is missing counted.
  func shortened(to limit: Int) -> String {
    guard utf8.count > limit, count > limit else { return self }
    return "\(prefix(limit))… (\(count - limit) more characters in the table)"
  }
}

extension Unicode.Scalar {
  /// Whether it would act instead of being seen, or not be seen at all.
  ///
  /// What joins letters and signs is seen by what it joins.
  fileprivate var isHidden: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFDD0...0xFDEF: true
    case ..<0xA0, 0x200C, 0x200D: false
    default: value & 0xFFFE == 0xFFFE || properties.generalCategory == .format
    }
  }
}
