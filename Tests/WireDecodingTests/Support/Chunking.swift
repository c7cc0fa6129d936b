/// A way to cut bytes into the chunks that a decoder is fed.
enum Chunking: Sendable, CustomStringConvertible {
  case whole
  case bytes
  case offsets([Int])

  /// Up to eight cuts at random places, several of them often close together or the same, which
  /// gives an empty chunk.
  static func random(count: Int, using generator: inout SeededGenerator) -> Chunking {
    let cuts = (0..<Int.random(in: 1...4, using: &generator)).flatMap { _ in
      let cut = Int.random(in: 0...count, using: &generator)
      return [cut, min(count, cut + Int.random(in: 0...3, using: &generator))]
    }
    return .offsets(cuts.sorted())
  }

  func chunks(of bytes: [UInt8]) -> [[UInt8]] {
    switch self {
    case .whole: return [bytes]
    case .bytes: return bytes.map { [$0] }
    case .offsets(let offsets):
      let bounds = [0] + offsets + [bytes.count]
      return zip(bounds, bounds.dropFirst()).map { Array(bytes[$0..<$1]) }
    }
  }

  var description: String {
    switch self {
    case .whole: "in one chunk"
    case .bytes: "byte by byte"
    case .offsets(let offsets): "cut at \(offsets)"
    }
  }
}
