import WireDecoding

/// Takes the first byte as the seed of the cuts, its lowest bit as the reader, and the rest as bytes.
///
/// A broken promise is a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let seed = input.first ?? 0
  let bytes = Array(input.dropFirst())
  var generator = SeededGenerator(seed: UInt64(seed))
  let chunking = Chunking.random(count: bytes.count, using: &generator)
  let reader: WebSocketWireFrame.Reader = seed & 1 == 0 ? .client : .server
  if let fault = WebSocketPromises.fault(bytes, reader: reader, chunking) {
    preconditionFailure(fault)
  }
  return 0
}
