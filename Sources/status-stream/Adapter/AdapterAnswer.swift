import WireDecoding

/// A line that an adapter has written: the answer to one call.
struct AdapterAnswer {
  /// Why a line is no answer.
  enum Fault: Error, Equatable {
    /// It is not JSON, or no object.
    case notJSON(String)
    /// It is JSON and not what it has to be.
    case wrong(String)
  }

  /// The number of the call.
  let id: Int
  private let members: [JSONValue.Member]

  /// Reads a line, without the LF that ends it.
  init(parsing line: [UInt8]) throws(Fault) {
    let value: JSONValue
    do { value = try JSONValue(parsing: line) } catch { throw .notJSON("\(error)") }
    guard case .object(let members) = value else { throw .notJSON("it is no object.") }
    self.members = members
    guard case .number(let number) = Self.value(of: "id", in: members), let id = number.integer
    else { throw .wrong("it has no \"id\" that is an integer") }
    self.id = id
  }

  private static func value(of name: String, in members: [JSONValue.Member]) -> JSONValue? {
    members.first { $0.name == name }?.value
  }

  /// Makes sure that it has one of some members.
  func require(anyOf names: String...) throws(Fault) {
    if members.contains(where: { names.contains($0.name) }) { return }
    let others = members.map(\.name).filter { $0 != "id" }.map { "\"\($0.shownOnOneLine)\"" }
    throw .wrong(
      "it has no \(names.map { "\"\($0)\"" }.alternatives), "
        + (others.isEmpty ? "and nothing else" : "but \(others.joined(separator: ", "))"))
  }

  /// A text; `nil` if it is not there, or null.
  func text(_ name: String) throws(Fault) -> String? {
    switch Self.value(of: name, in: members) {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw .wrong("its \"\(name)\" is no string")
    }
  }

  /// An integer; `nil` if it is not there, or null.
  func integer(_ name: String) throws(Fault) -> Int? {
    switch Self.value(of: name, in: members) {
    case nil, .null: return nil
    case .number(let number):
      guard let integer = number.integer else { throw .wrong("its \"\(name)\" is no integer") }
      return integer
    default: throw .wrong("its \"\(name)\" is no integer")
    }
  }

  /// A truth; `false` if it is not there, or null.
  func flag(_ name: String) throws(Fault) -> Bool {
    switch Self.value(of: name, in: members) {
    case nil, .null: return false
    case .bool(let flag): return flag
    default: throw .wrong("its \"\(name)\" is neither true nor false")
    }
  }

  /// Texts in their order; none if they are not there.
  func texts(_ name: String) throws(Fault) -> [String] {
    switch Self.value(of: name, in: members) {
    case nil, .null: return []
    case .array(let values):
      var texts: [String] = []
      for value in values {
        guard case .string(let text) = value else {
          throw .wrong("its \"\(name)\" are not strings")
        }
        texts.append(text)
      }
      return texts
    default: throw .wrong("its \"\(name)\" is no array")
    }
  }

  /// Bytes in Base64 (RFC 4648, section 4), with or without padding; `nil` if they are not there.
  func bytes(_ name: String) throws(Fault) -> [UInt8]? {
    guard let text = try text(name) else { return nil }
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    var digits = Array(text.utf8)[...]
    for _ in 0..<2 where digits.last == UInt8(ascii: "=") && digits.count % 4 != 1 {
      digits.removeLast()
    }
    for digit in digits {
      guard let value = Self.base64Value(of: digit) else {
        throw .wrong("its \"\(name)\" is not Base64")
      }
      bits = (bits << 6 | value) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    // A digit of which no bit is used.
    guard count < 6 else { throw .wrong("its \"\(name)\" is not Base64") }
    return bytes
  }

  private static func base64Value(of digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
