/// A line as a diff shows it: a part of it if it is long, with everything in it visible.
struct VisibleLine {
  let text: String

  /// Renders a line without its line feed.
  ///
  /// - Parameters:
  ///   - line: the line's bytes.
  ///   - difference: the byte that has to be within the part.
  ///   - columns: how many bytes the part has.
  init(_ line: ArraySlice<UInt8>, around difference: Int, columns: Int) {
    var part = line
    if line.count > columns {
      let latest = line.count - columns
      let start = max(0, min(difference - columns / 4, latest))
      part = Self.whole(line, from: start, count: columns)
    }
    var text = part.startIndex > line.startIndex ? "…" : ""
    for piece in TextPieces(part) {
      switch piece {
      case .scalar(let scalar) where scalar.isVisible: text.unicodeScalars.append(scalar)
      case .scalar(let scalar): text += Self.picture(of: scalar)
      case .byte(let byte): text += "⟨x\(Self.hexadecimal(UInt32(byte), digits: 2))⟩"
      }
    }
    self.text = part.endIndex < line.endIndex ? text + "…" : text
  }

  /// A part that begins and ends between characters where the bytes are UTF-8.
  private static func whole(
    _ line: ArraySlice<UInt8>, from start: Int, count: Int
  ) -> ArraySlice<UInt8> {
    let boundary: (Int) -> Int = { index in
      let candidates = (max(line.startIndex, index - 3)...index).reversed()
      return candidates.first { $0 == line.endIndex || line[$0] & 0xC0 != 0x80 } ?? index
    }
    let lower = line.startIndex + start
    return line[boundary(lower)..<boundary(min(line.endIndex, lower + count))]
  }

  private static func picture(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x00...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map(String.init) ?? ""
    case 0x7F: return "␡"
    default: return "⟨U+\(hexadecimal(scalar.value, digits: 4).uppercased())⟩"
    }
  }

  private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
