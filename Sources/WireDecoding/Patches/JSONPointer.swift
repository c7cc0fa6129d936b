/// The way to a value within a JSON document (RFC 6901).
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// The names and indices on the way, their escapes resolved; none for the whole document.
  public let tokens: [String]

  /// Reads a pointer: empty for the whole document, or tokens that each follow a slash, in which
  /// `~0` stands for a tilde and `~1` for a slash.
  ///
  /// `nil` for a text that is none.
  public init?(_ text: String) {
    var tokens: [[UInt8]] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "/"): tokens.append([])
      case _ where tokens.isEmpty: return nil
      case UInt8(ascii: "~"):
        switch rest.popFirst() {
        case UInt8(ascii: "0"): tokens[tokens.count - 1].append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): tokens[tokens.count - 1].append(UInt8(ascii: "/"))
        default: return nil
        }
      default: tokens[tokens.count - 1].append(byte)
      }
    }
    self.tokens = tokens.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The pointer as it is written.
  public var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes += "~0".utf8
        case UInt8(ascii: "/"): bytes += "~1".utf8
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether both have the same bytes in their tokens.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count && left.begins(right)
  }

  private func begins(_ other: JSONPointer) -> Bool {
    zip(tokens, other.tokens).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Whether the way to another value leads through this one's.
  func leads(to other: JSONPointer) -> Bool {
    tokens.count < other.tokens.count && begins(other)
  }
}
