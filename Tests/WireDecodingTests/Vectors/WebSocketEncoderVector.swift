import StateLocking
import StatusStreaming

/// An encoder case of a WebSocket file.
struct WebSocketEncoderVector {
  private let operations: [WebSocketOperation]
  /// Which end writes; what follows from the masking keys if it is not said.
  private let role: String?
  private let maskingKeys: [UInt32]
  /// The exact bytes, or `nil` if the last operation must be refused.
  private let expected: [UInt8]?

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "section", "note")
    let mustRefuse = try fields.stringIfPresent("must_refuse") != nil
    expected = mustRefuse ? nil : try fields.frameBytes()
    let inputValue = try fields.take("input")
    var input = try VectorFields(inputValue, "input")
    var said: [VectorFields] = [input]
    var values = [inputValue]
    if try input.string("op") == "sequence" {
      values = try input.array("ops")
      input.ignore("role", "mask_key_hex")
      try input.finish()
      said += try values.map { try VectorFields($0, "operation") }
    }
    operations = try values.map(WebSocketOperation.init)
    var roles: Set<String> = []
    var keys: [UInt32] = []
    for var fields in said {
      if let role = try fields.stringIfPresent("role") { roles.insert(role) }
      if fields.has("mask_key_hex") {
        let key = try fields.hex("mask_key_hex")
        guard key.count == 4 else { throw VectorFault("a masking key of \(key.count) bytes") }
        keys.append(key.reduce(0) { $0 << 8 | UInt32($1) })
      }
    }
    guard roles.count <= 1, roles.isSubset(of: ["client", "server"]) else {
      throw VectorFault("no role \(roles.sorted())")
    }
    role = roles.first
    maskingKeys = keys
    try fields.finish()
  }

  func run() throws {
    // An encoder masks if and only if it is the client's, so another wish can't even be expressed.
    if let role, (role == "client") == maskingKeys.isEmpty {
      guard expected == nil else { throw InexpressibleInput() }
      return
    }
    let keyRing = MaskingKeyRing(maskingKeys)
    var encoder = WebSocketFramer(
      role: maskingKeys.isEmpty ? .server : .client(nextMaskingKey: { keyRing.next() }))
    var openMessage: WebSocketOperation.Kind?
    var bytes: [UInt8] = []
    for (index, operation) in operations.enumerated() {
      let sizeBefore = bytes.count
      do {
        try operation.perform(with: &encoder, within: &openMessage, into: &bytes)
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
}

/// Masking keys in the order of a case's operations; the last one serves all further frames.
private final class MaskingKeyRing: Sendable {
  private let keys: Lock<[UInt32]>

  init(_ keys: [UInt32]) {
    self.keys = Lock(keys)
  }

  func next() -> UInt32 {
    keys.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}
