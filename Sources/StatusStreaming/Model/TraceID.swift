/// The name of one run of an agent, which is also what a viewer asks for.
///
/// A valid name is 1 to 128 bytes of UTF-8 without white space, control characters, line separators
/// or characters that change the direction of text, so that it can stand in a URL path, a log line
/// or a terminal prefix as it is. Two names are the same if their bytes are.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
  /// The longest name, in bytes of UTF-8.
  public static let maximumLength = 128

  /// The name as it was given.
  public let rawValue: String

  /// Validates a name.
  ///
  /// - Throws: ``InvalidTraceID`` naming the input and what was expected.
  public init(_ name: String) throws(InvalidTraceID) {
    guard !name.isEmpty else { throw InvalidTraceID(name: name, reason: .empty) }
    guard name.utf8.count <= Self.maximumLength else {
      throw InvalidTraceID(name: name, reason: .tooLong(bytes: name.utf8.count))
    }
    for scalar in name.unicodeScalars where scalar.properties.isWhitespace || scalar.isInvisible {
      throw InvalidTraceID(name: name, reason: .forbidden(scalar))
    }
    self.rawValue = name
  }

  /// The name as it was given.
  public var description: String { rawValue }

  /// Compares bytes: canonical equivalence would make one trace of two names that a client sees
  /// as different.
  public static func == (left: TraceID, right: TraceID) -> Bool {
    left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var name = rawValue
    name.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension TraceID: ExpressibleByStringLiteral {
  /// Names a trace in source code, where a forbidden name is a programming error.
  public init(stringLiteral name: String) {
    do {
      try self.init(name)
    } catch {
      preconditionFailure(error.description)
    }
  }
}
