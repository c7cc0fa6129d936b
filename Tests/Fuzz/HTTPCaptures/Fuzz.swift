import WireDecoding

/// Takes the input as a capture, and checks that what is read of it does not hang on where the capture
/// was stopped.
///
/// A body that is more than the capture's bytes is a crash, and so is one that is no beginning of what
/// the whole capture has.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let whole = try? CapturedResponse(parsing: input) else { return 0 }
  precondition(whole.body.count <= input.count)
  precondition(!whole.isWhole || whole.status != nil || whole.isChunked)
  guard whole.isChunked, count > 0 else { return 0 }
  // Of a chunked body the beginning is the same for each capture that has its first chunk.
  for cut in [count / 2, count - 1] {
    guard let part = try? CapturedResponse(parsing: Array(input.prefix(cut))), part.isChunked
    else { continue }
    precondition(whole.body.starts(with: part.body), "\(cut)")
    precondition(!part.isWhole || part.body == whole.body)
  }
  return 0
}
