/// The refusal of bytes as a JSON text.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the section of RFC 8259 where there is one.
  public enum Code: Sendable, Hashable {
    /// The text ends within a value.
    case unexpectedEnd
    /// A byte that begins or continues nothing that may stand here (2).
    case unexpectedByte(UInt8)
    /// A byte order mark (8.1).
    case byteOrderMark
    /// Bytes that are not UTF-8 (8.1).
    case invalidUTF8
    /// A control character that is not escaped (7).
    case unescapedControl(UInt8)
    /// A backslash with something after it that is not an escape (7).
    case invalidEscape
    /// An escaped surrogate without its other half (8.2).
    case loneSurrogate
    /// A second member of one name (4).
    case duplicateName(String)
    /// Arrays and objects within each other beyond the limit (9).
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let code: Code
  /// Where, in bytes from the beginning of the text.
  public let offset: Int

  /// Refuses the byte at an offset.
  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong and where, in one sentence.
  public var description: String {
    switch code {
    case .unexpectedEnd: "The JSON text ends at byte \(offset), within a value."
    case .unexpectedByte(let byte): "The byte \(byte) at byte \(offset) has no place there in JSON."
    case .byteOrderMark: "The JSON text begins with a byte order mark."
    case .invalidUTF8: "The JSON text is not UTF-8 at byte \(offset)."
    case .unescapedControl: "The control character at byte \(offset) is not escaped."
    case .invalidEscape: "The escape at byte \(offset) is none of JSON's."
    case .loneSurrogate: "The surrogate at byte \(offset) lacks its other half."
    case .duplicateName(let name): "The member at byte \(offset) is a second '\(name)'."
    case .tooDeep(let limit): "The value at byte \(offset) is more than \(limit) levels deep."
    }
  }
}
