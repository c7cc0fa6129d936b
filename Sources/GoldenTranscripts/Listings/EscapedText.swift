/// The reversible escapes of a frame's payload.
///
/// `\\`, `\t`, `\n`, `\r`; `\u{…}` with a character's number for one that can't be seen, and for a
/// space at the very end; `\x…` with two digits for a byte that is not UTF-8.
enum EscapedText {
  static func append(_ payload: ArraySlice<UInt8>, to line: inout [UInt8]) {
    let endsWithSpace = payload.last == 0x20
    for piece in TextPieces(endsWithSpace ? payload.dropLast() : payload) {
      switch piece {
      case .scalar("\\"): line += "\\\\".utf8
      case .scalar("\t"): line += "\\t".utf8
      case .scalar("\n"): line += "\\n".utf8
      case .scalar("\r"): line += "\\r".utf8
      case .scalar(let scalar) where scalar.isVisible: line += UTF8.encode(scalar) ?? .init()
      case .scalar(let scalar): line += "\\u{\(String(scalar.value, radix: 16))}".utf8
      case .byte(let byte): line += "\\x\(String(byte, radix: 16))".utf8
      }
    }
    if endsWithSpace { line += "\\u{20}".utf8 }
  }

  /// The payload that a text stands for.
  ///
  /// - Throws: ``Fault`` at a backslash that begins no escape.
  static func parse(_ text: ArraySlice<UInt8>) throws(Fault) -> [UInt8] {
    var payload: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "\\") {
        payload.append(byte)
        continue
      }
      let fault = Fault(offset: rest.startIndex - 1)
      switch rest.popFirst() {
      case UInt8(ascii: "\\"): payload.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "t"): payload.append(0x09)
      case UInt8(ascii: "n"): payload.append(0x0A)
      case UInt8(ascii: "r"): payload.append(0x0D)
      case UInt8(ascii: "x"):
        guard let byte = [UInt8](hexadecimal: rest.prefix(2))?.first else { throw fault }
        payload.append(byte)
        rest = rest.dropFirst(2)
      case UInt8(ascii: "u"):
        guard rest.popFirst() == UInt8(ascii: "{"),
          let end = rest.firstIndex(of: UInt8(ascii: "}")),
          let number = UInt32(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(number), let encoded = UTF8.encode(scalar)
        else { throw fault }
        payload += encoded
        rest = rest[(end + 1)...]
      default: throw fault
      }
    }
    return payload
  }

  /// Where an escape is that there is not.
  struct Fault: Error {
    let offset: Int
  }
}
