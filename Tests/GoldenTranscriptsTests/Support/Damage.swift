/// A way to change a copy of a golden that a check has to notice.
enum Damage: CaseIterable {
  case changedByte
  case flippedLetterCase
  case swappedLines
  case deletedLastLine
  case carriageReturns
  case addedByte

  /// The damaged bytes, `nil` if they can't be damaged in this way.
  func applied(to bytes: [UInt8], using contents: inout RandomContents) -> [UInt8]? {
    var damaged = bytes
    switch self {
    case .changedByte:
      guard !bytes.isEmpty else { return nil }
      damaged[contents.below(bytes.count)] ^= UInt8(1 + contents.below(255))
    case .flippedLetterCase:
      let letters = bytes.indices.filter { (0x61...0x7A).contains(bytes[$0] | 0x20) }
      guard !letters.isEmpty else { return nil }
      damaged[letters[contents.below(letters.count)]] ^= 0x20
    case .swappedLines:
      var lines = Self.lines(of: bytes)
      let first = contents.below(max(1, lines.count))
      guard let second = lines.indices.first(where: { lines[$0] != lines[first] }) else {
        return nil
      }
      lines.swapAt(first, second)
      damaged = lines.flatMap(\.self)
    case .deletedLastLine:
      guard !bytes.isEmpty else { return nil }
      damaged = Self.lines(of: bytes).dropLast().flatMap(\.self)
    case .carriageReturns:
      guard bytes.contains(0x0A) else { return nil }
      damaged = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    case .addedByte:
      damaged.insert(0x20, at: contents.below(bytes.count + 1))
    }
    return damaged
  }

  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    for byte in bytes {
      lines[lines.count - 1].append(byte)
      if byte == 0x0A { lines.append([]) }
    }
    return lines.last == [] ? lines.dropLast() : lines
  }
}
