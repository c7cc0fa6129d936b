import CHiredis

/// What Redis answers to one command.
package enum RedisReply: Sendable {
  case null
  case integer(Int)
  case bytes([UInt8])
  case array([RedisReply])
  case refusal(String)

  init(_ reply: UnsafePointer<redisReply>) {
    let reply = reply.pointee
    let bytes = UnsafeBufferPointer(start: reply.str, count: Int(reply.len))
    switch reply.type {
    case REDIS_REPLY_INTEGER: self = .integer(Int(reply.integer))
    case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
      self = .bytes(bytes.map { UInt8(bitPattern: $0) })
    case REDIS_REPLY_ARRAY:
      let elements = UnsafeBufferPointer(start: reply.element, count: Int(reply.elements))
      self = .array(elements.compactMap { element in element.map { RedisReply($0) } })
    case REDIS_REPLY_ERROR:
      self = .refusal(String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    default: self = .null
    }
  }

  /// The elements; none of anything but an array.
  package var elements: [RedisReply] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The bytes; none of what has none.
  package var bytes: [UInt8] {
    if case .bytes(let bytes) = self { bytes } else { [] }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The number, also one that is written in digits, or before the hyphen of an entry's id.
  package var number: Int? {
    switch self {
    case .integer(let integer): integer
    case .bytes: Int(text.prefix { $0 != "-" })
    default: nil
    }
  }

  /// Whether Redis has just started and reads its file.
  var isLoading: Bool {
    if case .refusal(let message) = self { message.hasPrefix("LOADING") } else { false }
  }

  package subscript(index: Int) -> RedisReply {
    elements.indices.contains(index) ? elements[index] : .null
  }
}

/// What keeps Redis from answering.
package struct RedisError: Error, CustomStringConvertible {
  /// What happened, and to which server.
  package let description: String
}
