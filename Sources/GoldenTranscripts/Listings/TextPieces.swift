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
