/// What reads a connection's bytes back, so that they can be compared with what was sent.
///
/// Write one for a format of your own, of what a client of it would do anyway. It is handed the
/// bytes in chunks cut anywhere, and holds what does not yet make a whole observation:
///
/// <!-- example, then
/// var decoder = LineDecoder()
/// #expect(try decoder.decode(Array("one\nt".utf8)).count == 1)
/// #expect(try decoder.decode(Array("wo\n".utf8)).count == 1)
/// -->
/// ```swift
/// struct LineDecoder: StatusDecoder {
///   var observes: Projection { [.emptyMessages] }
///   var rest: [UInt8] = []
///
///   mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
///     rest += bytes
///     let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
///     rest = Array(lines.last ?? [])
///     return lines.dropLast().map { line in
///       let message = String(decoding: line, as: UTF8.self)
///       return .event(ObservedEvent(content: .update(.init(status: .ok, message: message))))
///     }
///   }
/// }
/// ```
public protocol StatusDecoder: Sendable {
  /// What the format shows of the events.
  ///
  /// Whatever an observation says beyond it is not looked at.
  var observes: Projection { get }

  /// The kind of format, which has rules of its own; ``WireFormat/custom`` by default.
  var format: WireFormat { get }

  /// What the events are, which may have rules of its own too; ``WireVocabulary/own`` by default.
  var vocabulary: WireVocabulary { get }

  /// Takes the next bytes of the connection.
  ///
  /// - Returns: What the bytes complete, in order; often nothing.
  /// - Throws: Any error at bytes that are not of the format. Nothing more is decoded then.
  mutating func decode(_ bytes: [UInt8]) throws -> [Observation]

  /// Takes the end of the connection's bytes; does nothing by default.
  ///
  /// - Returns: What the end completes.
  /// - Throws: Any error if the bytes can't end here.
  mutating func finish() throws -> [Observation]
}

extension StatusDecoder {
  /// A format of which nothing is known.
  public var format: WireFormat { .custom }

  /// None that others have specified.
  public var vocabulary: WireVocabulary { .own }

  /// Does nothing.
  public mutating func finish() throws -> [Observation] { [] }
}
