import GoldenTranscripts

/// What bytes of a connection say, and where each thing that they say was complete.
struct WireReading: Sendable {
  /// The bytes.
  let bytes: [UInt8]
  /// What the format shows.
  let observes: Projection
  /// The kind of format.
  var format: WireFormat { decoder.format }
  /// What has read them, as it was before the first of them.
  let decoder: any StatusDecoder
  /// What was read, with the place of the piece that completed it.
  private(set) var observations: [(observation: Observation, place: Int)] = []
  /// Why the decoder could not read on, and at which piece.
  private(set) var failure: (error: any Error, place: Range<Int>)?
  /// How many bytes there are up to the format's own end of the connection; `nil` if there is none.
  private(set) var end: Int?

  init(_ bytes: [UInt8], by decoder: some StatusDecoder) {
    self.bytes = bytes
    self.decoder = decoder
    observes = decoder.observes
    var decoder = decoder
    var start = 0
    while start < bytes.count, failure == nil {
      let end = Self.end(ofPieceAt: start, in: bytes, decoder.format)
      read(start..<end, by: &decoder)
      start = end
    }
  }

  private mutating func read(_ piece: Range<Int>, by decoder: inout some StatusDecoder) {
    let before = decoder
    do {
      let more = try decoder.decode(Array(bytes[piece]))
      observations += more.map { ($0, piece.lowerBound) }
      guard end == nil, more.contains(where: \.isEnd) else { return }
      end = Self.endOfConnection(in: bytes, piece, from: before)
    } catch {
      failure = (error, piece)
    }
  }

  /// Which of a piece's bytes is the last one of the connection.
  static func endOfConnection(
    in bytes: [UInt8], _ piece: Range<Int>, from decoder: some StatusDecoder
  ) -> Int {
    var decoder = decoder
    return piece.first { place in
      (try? decoder.decode([bytes[place]]))?.contains(where: \.isEnd) == true
    }.map { $0 + 1 } ?? piece.upperBound
  }

  /// Lines of text, and a few bytes of what has none.
  private static func end(ofPieceAt start: Int, in bytes: [UInt8], _ format: WireFormat) -> Int {
    guard format != .webSocket else { return min(start + 16, bytes.count) }
    return bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
  }

  /// The events, as far as the format shows them, apart from their times.
  var events: [Sighting] { observations.compactMap(\.observation).compactMap(sighting) }

  private func sighting(_ observation: Observation) -> Sighting? {
    guard case .event(let event) = observation else { return nil }
    return event.projected(onto: observes.subtracting(.times)).map(Sighting.init)
  }
}
