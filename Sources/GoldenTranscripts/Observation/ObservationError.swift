public import WireDecoding

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
