import WireDecoding

/// Takes the input as a line that an adapter has written, and reads all that an answer can have.
///
/// Bytes that are more than the Base64 digits hold are a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let answer = try? AdapterAnswer(parsing: input) else { return 0 }
  _ = answer.id
  _ = try? answer.integer("version")
  _ = try? answer.integer("status")
  _ = try? answer.text("error")
  _ = try? answer.texts("capabilities")
  _ = try? answer.flag("end")
  if let bytes = try? answer.bytes("bytes") { precondition(bytes.count * 4 <= count * 3) }
  return 0
}
