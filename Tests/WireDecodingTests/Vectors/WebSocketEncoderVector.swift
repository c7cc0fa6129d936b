import StatusStreaming
import Synchronization

/// An encoder case of a WebSocket file.
struct WebSocketEncoderVector {
  private let operations: [JSONValue]
  /// The exact bytes, or `nil` if the last operation must be refused.
  private let expected: [UInt8]?

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "section", "note")
    let mustRefuse = try fields.stringIfPresent("must_refuse") != nil
    expected = mustRefuse ? nil : try fields.frameBytes()
    let inputValue = try fields.take("input")
    var input = try VectorFields(inputValue, "input")
    if try input.string("op") == "sequence" {
      operations = try input.array("ops")
      try input.finish()
    } else {
      operations = [inputValue]
    }
    try fields.finish()
  }

  func run() throws {
    let keys = try operations.compactMap { value -> UInt32? in
      var operation = try VectorFields(value, "operation")
      guard operation.has("mask_key_hex") else { return nil }
      return try operation.hex("mask_key_hex").reduce(0) { $0 << 8 | UInt32($1) }
    }
    let keyRing = MaskingKeyRing(keys)
    var encoder = WebSocketFrameEncoder(
      role: keys.isEmpty ? .server : .client(nextMaskingKey: { keyRing.next() }))
    var bytes: [UInt8] = []
    for (index, value) in operations.enumerated() {
      let sizeBefore = bytes.count
      do {
        try Self.perform(value, with: &encoder, into: &bytes)
      } catch let error where error is WebSocketEncodingError || error is InexpressibleInput {
        guard expected == nil && index == operations.count - 1 else { throw error }
        guard bytes.count == sizeBefore else { throw VectorFault("refused, but wrote") }
        return
      }
    }
    guard let expected else { throw VectorFault("should have been refused, gave \(bytes)") }
    let isExpected = bytes == expected
    if !isExpected { throw VectorFault("gave \(bytes.prefix(200))…, \(bytes.count) bytes") }
  }

  private static func perform(
    _ value: JSONValue, with encoder: inout WebSocketFrameEncoder, into bytes: inout [UInt8]
  ) throws {
    var operation = try VectorFields(value, "operation")
    operation.ignore("mask_key_hex")
    let name = try operation.string("op")
    switch name {
    case "text" where operation.has("text"):
      try encoder.text(operation.string("text"), into: &bytes)
    case "text", "text_bytes": try encoder.text(operation.payload(), into: &bytes)
    case "binary": try encoder.binary(operation.payload(), into: &bytes)
    case "ping": try encoder.ping(operation.payload(), into: &bytes)
    case "pong": try encoder.pong(operation.payload(), into: &bytes)
    case "close", "close_truncating":
      let code = try operation.intIfPresent("code").map { number in
        guard let code = UInt16(exactly: number) else { throw InexpressibleInput() }
        return WebSocketCloseCode(rawValue: code)
      }
      try encoder.close(
        code, reason: operation.stringIfPresent("reason") ?? "",
        overlongReason: name == "close" ? .refuse : .cut, into: &bytes)
    case "text_fragment":
      let isFinal = try operation.bool("fin")
      try encoder.fragment(operation.string("text"), isFinal: isFinal, into: &bytes)
    case "binary_fragment":
      let isFinal = try operation.bool("fin")
      try encoder.fragment(operation.payload(), isFinal: isFinal, into: &bytes)
    case "text_fragments":
      let fragments = try operation.array("fragments")
      for (index, fragment) in fragments.enumerated() {
        guard case .string(let text) = fragment else { throw VectorFault("no fragment") }
        try encoder.fragment(text, isFinal: index == fragments.count - 1, into: &bytes)
      }
    default: throw VectorFault("no operation \(name)")
    }
    try operation.finish()
  }
}

/// Masking keys in the order of a case's operations; the last one serves all further frames.
private final class MaskingKeyRing: Sendable {
  private let keys: Mutex<[UInt32]>

  init(_ keys: [UInt32]) {
    self.keys = Mutex(keys)
  }

  func next() -> UInt32 {
    keys.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}
