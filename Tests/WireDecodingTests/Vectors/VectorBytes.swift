import Foundation

extension VectorFields {
  /// Bytes written as hexadecimal digits.
  mutating func hex(_ key: String) throws -> [UInt8] {
    let digits = Array(try string(key).utf8)
    guard digits.count.isMultiple(of: 2) else { throw VectorFault("\(key) has half a byte") }
    return try stride(from: 0, to: digits.count, by: 2).map {
      guard let byte = UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
      else { throw VectorFault("\(key) is not hexadecimal") }
      return byte
    }
  }

  /// Bytes written as `prefix_utf8` or `prefix_b64`.
  mutating func textOrBase64(_ prefix: String) throws -> [UInt8] {
    if let text = try stringIfPresent("\(prefix)_utf8") { return Array(text.utf8) }
    guard let data = Data(base64Encoded: try string("\(prefix)_b64")) else {
      throw VectorFault("\(prefix)_b64 is not base64")
    }
    return Array(data)
  }

  /// Bytes written as `bytes_hex` or in parts.
  mutating func frameBytes() throws -> [UInt8] {
    if has("bytes_hex") { return try hex("bytes_hex") }
    return try array("bytes_parts").flatMap { value in
      var part = try VectorFields(value, "bytes_parts")
      let bytes = try part.payload()
      try part.finish()
      return bytes
    }
  }

  /// Bytes written as `data` or `text`, as `hex`, or as `fill_hex` repeated `count` times.
  mutating func payload() throws -> [UInt8] {
    for key in ["data", "text"] where has(key) { return Array(try string(key).utf8) }
    if has("hex") { return try hex("hex") }
    let pattern = try hex("fill_hex")
    return try (0..<int("count")).flatMap { _ in pattern }
  }
}
