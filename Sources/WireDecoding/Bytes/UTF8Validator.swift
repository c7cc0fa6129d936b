/// The UTF-8 decoder of the Encoding Standard (section 8.1.1) without its output: it tells where
/// the bytes stop being UTF-8, and may be handed them piece by piece.
struct UTF8Validator: Sendable {
  /// How many bytes of an unfinished character were read.
  private(set) var pendingCount = 0
  private var missing = 0
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xBF

  /// Whether what was read so far ends between two characters.
  var isAtBoundary: Bool { missing == 0 }

  /// Reads `bytes` from `start` on.
  ///
  /// - Returns: The offset of the first byte that can't stand where it does, or `nil`. The state is
  ///   then still the one before that byte: within a character, unless ``pendingCount`` is 0.
  mutating func firstFault(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var state = self
    defer { self = state }
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if state.missing > 0 {
        guard state.proceed(with: byte) else { return offset }
        offset += 1
      } else if byte < 0x80 {
        offset = bytes.firstNonASCII(from: offset)
      } else {
        guard state.begin(with: byte) else { return offset }
        offset += 1
      }
    }
    return nil
  }

  private mutating func proceed(with byte: UInt8) -> Bool {
    guard byte >= lowest && byte <= highest else { return false }
    (lowest, highest) = (0x80, 0xBF)
    missing -= 1
    pendingCount = missing == 0 ? 0 : pendingCount + 1
    return true
  }

  /// Takes the first byte of a longer character; its second byte is bounded so that neither
  /// overlong forms, surrogates nor anything above U+10FFFF pass.
  private mutating func begin(with byte: UInt8) -> Bool {
    switch byte {
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, lowest) = (2, 0xA0)
    case 0xED: (missing, highest) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, lowest) = (3, 0x90)
    case 0xF4: (missing, highest) = (3, 0x8F)
    case 0xF1...0xF3: missing = 3
    default: return false
    }
    pendingCount = 1
    return true
  }
}

extension [UInt8] {
  /// Appends `bytes`, with U+FFFD in place of each maximal part that is not UTF-8, as the Encoding
  /// Standard's decoder gives them with the error mode "replacement".
  mutating func append(repairing bytes: Span<UInt8>) {
    if bytes.firstNonASCII(from: 0) == bytes.count { return append(copying: bytes) }
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
