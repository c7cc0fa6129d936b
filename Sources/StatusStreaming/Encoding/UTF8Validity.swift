extension Sequence<UInt8> {
  /// Whether the bytes are well-formed UTF-8.
  var isValidUTF8: Bool { String(validating: self, as: UTF8.self) != nil }

  /// How many bytes stand before the first that is not part of a well-formed character.
  var validUTF8PrefixCount: Int {
    var bytes = makeIterator()
    var parser = UTF8.ForwardParser()
    var count = 0
    while case .valid(let character) = parser.parseScalar(from: &bytes) { count += character.count }
    return count
  }
}

extension [UInt8] {
  /// The bytes at the end that begin a character without ending it, none if the last one is whole;
  /// `nil` if the bytes are not the beginning of well-formed UTF-8.
  var unfinishedCharacter: [UInt8]? {
    let continuations = reversed().prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
    let whole = dropLast(continuations + 1)
    let last = self[whole.count...]
    guard let lead = last.first, lead >= 0xC0 else { return isValidUTF8 ? [] : nil }
    let missing = (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2) - last.count
    guard missing > 0 else { return isValidUTF8 ? [] : nil }
    // One of these may follow any lead byte, and each may follow what follows it.
    let isBeginning = [0x80, 0xBF].contains { (byte: UInt8) in
      (last + repeatElement(byte, count: missing)).isValidUTF8
    }
    return isBeginning && whole.isValidUTF8 ? Array(last) : nil
  }
}
