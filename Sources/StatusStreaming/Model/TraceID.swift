/// The name of one run of an agent, which is also what a viewer asks for.
///
/// A valid name is 1 to 128 visible ASCII characters, so that it can stand in a URL, a log line or
/// a terminal prefix as it is and two names that look alike are the same bytes.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
  /// The longest name, in characters.
  public static let maximumLength = 128

  /// The name as it was given.
  public let rawValue: String

  /// Validates a name.
  ///
  /// - Throws: ``InvalidTraceID`` naming the input and what was expected.
  public init(_ name: String) throws(InvalidTraceID) {
    let isVisible = name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isVisible, (1...Self.maximumLength).contains(name.utf8.count) else {
      throw InvalidTraceID(name: name)
    }
    self.rawValue = name
  }

  /// The name as it was given.
  public var description: String { rawValue }
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

/// The refusal of a string as the name of a trace.
public struct InvalidTraceID: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was refused.
  public let name: String

  /// Says which name was refused and what was expected.
  public var description: String {
    let beginning = name.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "trace id \"\(beginning)\" of \(name.utf8.count) bytes: "
      + "expected 1 to \(TraceID.maximumLength) visible ASCII characters"
  }
}
