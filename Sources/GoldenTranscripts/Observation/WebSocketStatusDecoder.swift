import StatusStreaming
import WireDecoding

/// Reads a server's side of a WebSocket, as `WebSocketStatusEncoder` writes it.
///
/// Each text message is an event; Close has the code that fits the last of them, 1001 if the trace
/// has not ended. A ping is a heartbeat.
public struct WebSocketStatusDecoder: StatusDecoder {
  private var messages = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
  private var count = 0
  private var last: ObservedEvent.Content?

  /// Starts a connection after its handshake.
  public init() {}

  /// Everything but numbers, traces and times.
  public var observes: Projection {
    [.roadmaps, .emptyMessages, .gaps, .ends, .answers, .heartbeats]
  }

  /// A WebSocket's.
  public var format: WireFormat { .webSocket }

  /// Reads what the bytes complete.
  ///
  /// - Throws: ``ObservationError/Code`` at an illegal frame, or a message that is not of the format.
  public mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    messages.feed(bytes)
    var observations: [Observation] = []
    while true {
      let message: WebSocketMessageDecoder.Event?
      do { message = try messages.next() } catch { throw .webSocket(error) }
      switch message {
      case nil: return observations
      case .text(let text): observations.append(.event(try observed(text)))
      case .ping, .pong: observations.append(.heartbeat(nil))
      case .binary: throw .value(at: "the message", expected: "text", event: count + 1)
      case .close(let code, _):
        guard code == fittingCode else {
          throw .value(at: "the close code", expected: "\(fittingCode)", event: count + 1)
        }
        observations.append(code == 1001 ? .cut : .end)
      }
    }
  }

  /// Checks that the connection was closed.
  ///
  /// - Throws: ``ObservationError/Code`` if it was not.
  public mutating func finish() throws(ObservationError.Code) -> [Observation] {
    do { try messages.finish() } catch { throw .webSocket(error) }
    return []
  }

  private var fittingCode: UInt16 {
    switch last {
    case .complete, .cancelled: 1000
    case .failed: 1011
    default: 1001
    }
  }

  private mutating func observed(
    _ text: [UInt8]
  ) throws(ObservationError.Code) -> ObservedEvent {
    count += 1
    let node = try JSONNode(parsing: text, ofEvent: count)
    do {
      let content = ObservedEvent.Content(try StreamEvent.Payload(tagged: node))
      last = content
      return ObservedEvent(content: content)
    } catch {
      throw .value(at: error.place, expected: error.expected, event: count)
    }
  }
}
