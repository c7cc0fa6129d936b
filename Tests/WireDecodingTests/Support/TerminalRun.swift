import WireDecoding

/// What a decoder made of a transcript, fed in one way of cutting it.
struct TerminalRun: Equatable {
  var items: [TerminalDecoder.Item] = []
  var error: TerminalTranscriptError?

  init(
    _ bytes: [UInt8], _ chunking: Chunking = .whole,
    decoder: TerminalDecoder = TerminalDecoder()
  ) {
    var decoder = decoder
    do throws(TerminalTranscriptError) {
      for chunk in chunking.chunks(of: bytes) {
        decoder.feed(chunk)
        while let item = try decoder.next() { items.append(item) }
      }
      try decoder.finish()
    } catch {
      self.error = error
    }
  }
}
