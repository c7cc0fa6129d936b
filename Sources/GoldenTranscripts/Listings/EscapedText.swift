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

/// Bytes taken apart into the characters of their UTF-8, and the bytes that are none.
struct TextPieces: Sequence, IteratorProtocol {
  enum Piece {
    case scalar(Unicode.Scalar)
    case byte(UInt8)
  }

  private var rest: ArraySlice<UInt8>
  private var invalidCount = 0

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func next() -> Piece? {
    if invalidCount == 0 {
      if let byte = rest.first, byte < 0x80 {
        rest = rest.dropFirst()
        return .scalar(Unicode.Scalar(byte))
      }
      var parser = Unicode.UTF8.ForwardParser()
      var iterator = rest.makeIterator()
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        rest = rest.dropFirst(encoded.count)
        return .scalar(Unicode.UTF8.decode(encoded))
      case .error(let length):
        invalidCount = length
      case .emptyInput:
        return nil
      }
    }
    invalidCount -= 1
    return rest.popFirst().map(Piece.byte)
  }
}

extension Unicode.Scalar {
  /// Whether the character stands for itself on a display and does nothing else there.
  ///
  /// The list of those that do not is fixed, since the tables of a toolchain change with each
  /// version of Unicode and the bytes of a golden may not: controls, the soft hyphen, marks and overrides of direction, spaces
  /// and joiners without width, line and paragraph separators. The joiners U+200C and U+200D are
  /// let through, since scripts and emoji need them.
  var isVisible: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x61C, 0x200B, 0x200E...0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      false
    default: true
    }
  }
}

extension [UInt8] {
  /// The bytes that pairs of lower-case hexadecimal digits stand for, `nil` if there is anything
  /// else.
  init?(hexadecimal digits: ArraySlice<UInt8>) {
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      if let first = high {
        append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
  }

  /// Appends each byte as two lower-case hexadecimal digits.
  mutating func append(hexadecimal bytes: some Sequence<UInt8>) {
    for byte in bytes {
      for digit in [byte >> 4, byte & 0xF] {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
