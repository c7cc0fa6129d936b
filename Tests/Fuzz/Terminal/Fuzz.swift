import WireDecoding

/// Takes the first byte as the seed of the cuts and the settings, and the rest as the transcript.
///
/// A difference between two ways of cutting it is a crash, and so is a message that would act on a
/// terminal although nothing in it was escaped.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let seed = input.first ?? 0
  var generator = SeededGenerator(seed: UInt64(seed))
  let transcript = Array(input.dropFirst())
  for size in [1 << 24, 64] {
    let decoder = TerminalDecoder(
      labelsTraces: seed & 1 != 0, showsTimes: seed & 2 != 0, maximumLineSize: size)
    let whole = TerminalRun(transcript, decoder: decoder)
    for chunking in [.bytes, Chunking.random(count: transcript.count, using: &generator)] {
      precondition(TerminalRun(transcript, chunking, decoder: decoder) == whole, "\(chunking)")
    }
    let acts = whole.items.contains { $0.text.unicodeScalars.contains { $0.value < 0x20 } }
    precondition(!acts || transcript.contains(UInt8(ascii: "\\")), "a control came through raw")
  }
  return 0
}

extension TerminalDecoder.Item {
  /// The free text of a line.
  fileprivate var text: String {
    guard case .line(let line) = self else { return "" }
    switch line.content {
    case .update(let update): return update.message
    case .failed(let message): return message
    case .cancelled(let reason): return reason
    case .gap, .complete: return ""
    }
  }
}
