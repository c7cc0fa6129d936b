extension [UInt8] {
  /// Appends `bytes`, with U+FFFD in place of each maximal part that is not UTF-8, as the Encoding
  /// Standard's decoder gives them with the error mode "replacement".
  mutating func append(repairing bytes: Span<UInt8>) {
    var validator = UTF8Validator()
    var copied = 0
    while let fault = validator.firstFault(in: bytes, from: copied) {
      append(copying: bytes.extracting(copied..<(fault - validator.pendingCount)))
      appendReplacementCharacter()
      copied = validator.isAtBoundary ? fault + 1 : fault
      validator = UTF8Validator()
    }
    append(copying: bytes.extracting(copied..<(bytes.count - validator.pendingCount)))
    if !validator.isAtBoundary { appendReplacementCharacter() }
  }

  /// Appends `bytes` as they are.
  mutating func append(copying bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  private mutating func appendReplacementCharacter() {
    append(contentsOf: "\u{FFFD}".utf8)
  }
}

extension String {
  /// A string from bytes repaired as `append(repairing:)` does.
  init(repairing bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
