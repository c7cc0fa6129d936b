public import StatusStreaming
public import WireDecoding

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
  /// - Throws: Any error if the bytes can't end here. A verification asks where a connection is closed once
  ///   all of its traces have ended.
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

/// What a decoder has read.
public enum Observation: Sendable, Hashable {
  /// An event, as far as the format shows it.
  case event(ObservedEvent)
  /// A sign that the connection is alive, and the cursor that a client takes from it to resume
  /// after, if any.
  case heartbeat(Cursor?)
  /// The format's own end of the connection: a footer, or a Close frame. Nothing may follow.
  case end
  /// The same, where it says that a trace on the connection has not ended.
  case cut

  /// Whether it is an end of the connection, of either kind.
  package var isEnd: Bool { self == .end || self == .cut }
}

/// A connection's file that is not of its format.
public struct ObservationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: Error, Sendable, Hashable {
    /// The file's name is none that a transcript gives.
    case unknownKind
    /// The file is a listing that can't be read.
    case listing(ListingError)
    /// The bytes are not a terminal transcript.
    case terminal(TerminalTranscriptError)
    /// The bytes ask an event stream's reader for too much.
    case eventStream(EventStreamError)
    /// The bytes are not a WebSocket's.
    case webSocket(WebSocketProtocolError)
    /// The data of an event, numbered from 1, is not JSON.
    case json(JSONSyntaxError, event: Int)
    /// An event, numbered from 1, is none that AG-UI allows.
    case agUI(AGUIEventError, event: Int)
    /// A part of an event, numbered from 1, is not what the format has there.
    case value(at: String, expected: String, event: Int)
  }

  /// What is wrong.
  public let code: Code
  /// The file's name.
  public let file: String

  /// Names the file and says what is wrong with it.
  public var description: String {
    if case .listing(let error) = code { return error.description }
    return "\(file): \(code)"
  }
}

extension ObservationError.Code: CustomStringConvertible {
  /// Says what is wrong.
  public var description: String {
    switch self {
    case .unknownKind: "not the name of a connection's file"
    case .listing(let error): "\(error)"
    case .terminal(let error): "\(error)"
    case .eventStream(let error): "\(error)"
    case .webSocket(let error): "\(error)"
    case .json(let error, let event): "event \(event): \(error)"
    case .agUI(let error, let event): "event \(event): \(error)"
    case .value(let place, let expected, let event):
      "event \(event): expected \(expected) at \(place)"
    }
  }
}
