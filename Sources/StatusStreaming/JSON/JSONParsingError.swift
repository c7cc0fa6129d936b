/// The refusal of bytes as a JSON value.
public struct JSONParsingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the section of RFC 8259 where there is one.
  public enum Code: Sendable, Hashable {
    /// The text ends within a value.
    case unexpectedEnd
    /// A byte that begins or continues nothing that may stand there (2), that of a byte order mark
    /// included (8.1).
    case unexpectedByte(UInt8)
    /// Bytes that are not UTF-8 (8.1).
    case invalidUTF8
    /// A backslash with something after it that is no escape (7).
    case invalidEscape
    /// An escaped surrogate without its other half, which no string can hold (8.2).
    case loneSurrogate
    /// A second member of one name, of which readers take the one or the other (4).
    case duplicateName(String)
    /// Arrays and objects within each other beyond the limit (9).
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let code: Code
  /// Where, in bytes from the beginning.
  public let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong and where.
  public var description: String {
    let what =
      switch code {
      case .unexpectedEnd: "the text ends within a value"
      case .unexpectedByte(let byte): "the byte \(byte) has no place there"
      case .invalidUTF8: "the text is not UTF-8"
      case .invalidEscape: "the escape is none of JSON's"
      case .loneSurrogate: "the surrogate lacks its other half"
      case .duplicateName(let name): "the member is a second \(JSON(name))"
      case .tooDeep(let limit): "the value is more than \(limit) levels deep"
      }
    return "JSON, byte \(offset): \(what)"
  }
}
