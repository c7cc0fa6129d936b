import WireDecoding

/// Takes the first byte as the seed of the cuts, and the rest as the stream.
///
/// A difference between two ways of cutting it, or from the standard's wording, is a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  var generator = SeededGenerator(seed: UInt64(input.first ?? 0))
  let stream = Array(input.dropFirst())
  let expected = ReferenceEventStream(stream).run
  for chunking in [.whole, .bytes, Chunking.random(count: stream.count, using: &generator)] {
    precondition(EventStreamRun(stream, chunking) == expected, "\(chunking)")
  }
  let limited = EventStreamRun(stream, maximumEventSize: 8)
  precondition(EventStreamRun(stream, .bytes, maximumEventSize: 8) == limited, "limited")
  return 0
}
