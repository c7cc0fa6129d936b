import WireDecoding

/// Takes the first byte as the seed of the cuts, its lowest bit as the reader, and the rest as bytes.
///
/// A frame that was not on the wire is a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let seed = input.first ?? 0
  let reader: WebSocketWireFrame.Reader = seed & 1 == 0 ? .client : .server
  let bytes = Array(input.dropFirst())
  var generator = SeededGenerator(seed: UInt64(seed))
  let run = WebSocketFrameRun(bytes, reader: reader)
  precondition(bytes.starts(with: run.wireBytes))
  for chunking in [.bytes, Chunking.random(count: bytes.count, using: &generator)] {
    precondition(WebSocketFrameRun(bytes, reader: reader, chunking) == run, "\(chunking)")
  }
  return 0
}
