import Foundation

/// How many random events go through an encoder and a decoder, and how long they are.
enum RoundTripPlan {
  private static let requested = ProcessInfo.processInfo.environment["WIRE_ROUND_TRIPS"]
  private static let eventsPerStream = 200

  /// The seeds of as many streams as hold 2,000 events, or what `WIRE_ROUND_TRIPS` asks for.
  static let seeds = 0..<(UInt64(requested.flatMap(Int.init) ?? 2_000) / UInt64(eventsPerStream))

  /// The lengths in bytes of one stream's texts, log-uniform up to 200 KiB as long as their sum
  /// stays well below 1,600 KiB, and shorter beyond: 16 MiB at most for 2,000 events.
  static func lengths(using generator: inout SeededGenerator) -> [Int] {
    var budget = 1_600 << 10
    return (0..<eventsPerStream).map { _ in
      let longest = Double(max(2, min(200 << 10, budget / 2)))
      let length = Int(exp2(Double.random(in: 0...log2(longest), using: &generator))) - 1
      budget -= length
      return length
    }.shuffled(using: &generator)
  }

  /// Chunks of log-uniform sizes up to 64 KiB; one in eight streams is cut at every byte of its
  /// first few thousand, too.
  static func chunking(count: Int, using generator: inout SeededGenerator) -> Chunking {
    var offsets = Bool.random(using: &generator) ? [] : Array(0..<min(count, 4_096))
    while offsets.last ?? 0 < count {
      let size = Int(exp2(Double.random(in: 0...16, using: &generator)))
      offsets.append(min(count, (offsets.last ?? 0) + size))
    }
    return .offsets(offsets)
  }
}
