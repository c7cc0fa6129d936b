/// Random texts of any Unicode, cut from one long one that was made at the start.
struct RandomText {
  private let pools: [[UInt8]]

  static let shared = RandomText(seed: 1, poolSize: 256 << 10)

  private init(seed: UInt64, poolSize: Int) {
    var generator = SeededGenerator(seed: seed)
    let hostile = Array(
      "\r\n\r\n\n\0 :\t\u{1B}\u{85}\u{2028}\u{FEFF}\u{FFFD}\u{FFFF}\u{301}".unicodeScalars)
    let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0x10FFFF]
    var soup: [UInt8] = []
    while soup.count < poolSize {
      let range = ranges[Int.random(in: ranges.indices, using: &generator)]
      let isHostile = Int.random(in: 0..<4, using: &generator) == 0
      let scalar =
        isHostile
        ? hostile[Int.random(in: hostile.indices, using: &generator)]
        : Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "?"
      soup.append(contentsOf: UTF8.encode(scalar) ?? .init())
    }
    let json = Array(#"{"status":"ok","message":"Zusammenfassung läuft … 解析 👩‍👧","step":99},"#.utf8)
    let plain = Array(repeatElement(json, count: poolSize / json.count + 1).joined())
    pools = [soup, plain]
  }

  /// A text of `length` bytes or up to six more, since it is cut between scalars.
  func next(length: Int, using generator: inout SeededGenerator) -> String {
    let pool = pools[Int.random(in: pools.indices, using: &generator)]
    let isInside: (UInt8) -> Bool = { $0 & 0xC0 == 0x80 }
    var start = Int.random(in: 0..<(pool.count - length), using: &generator)
    while isInside(pool[start]) { start -= 1 }
    var end = start + length
    while end < pool.count && isInside(pool[end]) { end += 1 }
    return String(decoding: pool[start..<end], as: UTF8.self)
  }
}
