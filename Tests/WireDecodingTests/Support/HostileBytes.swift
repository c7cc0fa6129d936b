import WireDecoding

/// Bytes that look enough like a stream to get far into a decoder, and then go wrong.
enum HostileBytes {
  /// Field names, line ends and values strung together, then damaged.
  static func eventStream(using generator: inout SeededGenerator) -> [UInt8] {
    let texts = [
      "data", "data:", "data: ", "event: ", "id: ", "id", "retry: ", "retry:", ":", " ", "x", "7",
      "\n", "\r", "\r\n", "\n\n", "\r\r", "\0", "\u{FEFF}", "é", "\u{2028}", "解", "👩‍👧",
      "\u{10FFFF}", "a fairly long run of plain letters",
    ]
    let faults: [[UInt8]] = [[0xEF, 0xBB], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xC0], [0xFF]]
    let pieces = texts.map { Array($0.utf8) } + faults
    let stream = (0..<Int.random(in: 0...30, using: &generator)).flatMap { _ in
      pieces[Int.random(in: pieces.indices, using: &generator)]
    }
    return damaged(stream, using: &generator)
  }

  /// Frames of all kinds and lengths, masked as they should be, then damaged.
  static func webSocket(
    for reader: WebSocketWireFrame.Reader, using generator: inout SeededGenerator
  ) -> [UInt8] {
    let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    let firstBytes: [UInt8] = [0x01, 0x02, 0x00, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A]
    let payloads: [[UInt8]] = [
      [], [0x61], [0xC3, 0xA9], [0xE2, 0x82], [0xAC], [0x03, 0xE8], [0x03, 0xE8, 0xC3, 0xA9],
      Array(repeating: 0x62, count: 125), Array(repeating: 0x63, count: 126),
    ]
    let frames = (0..<Int.random(in: 0...8, using: &generator)).flatMap { _ -> [UInt8] in
      let payload = payloads[Int.random(in: payloads.indices, using: &generator)]
      var frame = [firstBytes[Int.random(in: firstBytes.indices, using: &generator)]]
      let maskBit: UInt8 = reader == .server ? 0x80 : 0
      frame += payload.count < 126 ? [maskBit | UInt8(payload.count)] : [maskBit | 126, 0, 126]
      if reader == .client { return frame + payload }
      return frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
    return damaged(frames, using: &generator)
  }

  /// Changes, removes, repeats or inserts a few bytes, or none.
  static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &generator)
      switch Int.random(in: 0...4, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
      default:
        let end = min(bytes.count, index + Int.random(in: 1...8, using: &generator))
        bytes.insert(contentsOf: Array(bytes[index..<end]), at: index)
      }
    }
    return bytes
  }
}
