public import StatusStreaming
import WireDecoding

/// Reads a server's side of a WebSocket, as `WebSocketStatusEncoder` writes it.
///
/// Each text message is an event; Close has the code that fits the last of them, 1001 if the trace
/// has not ended. A ping is a heartbeat. In the resumable profile messages have numbers; one that has
/// none is read without.
public struct WebSocketStatusDecoder: StatusDecoder {
  private let profile: WebSocketMessageEncoder.Profile
  private var messages = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
  private var count = 0
  private var last: ObservedEvent.Content?

  /// Starts a connection after its handshake.
  public init(profile: WebSocketMessageEncoder.Profile = .reference) {
    self.profile = profile
  }

  /// Everything but traces and times, and in the reference profile numbers.
  public var observes: Projection {
    let common: Projection = [
      .roadmaps, .emptyMessages, .gaps, .ends, .answers, .exactAnswers, .heartbeats,
    ]
    return profile == .resumable ? common.union(.numbers) : common
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
      let (cursor, rest) = profile == .resumable ? try node.separatingCursor() : (nil, node)
      let content = ObservedEvent.Content(try StreamEvent.Payload(tagged: rest))
      last = content
      return ObservedEvent(sequence: cursor?.number, epoch: cursor?.epoch, content: content)
    } catch {
      throw .value(at: error.place, expected: error.expected, event: count)
    }
  }
}

extension JSONNode {
  /// Takes the number that a message begins with, if it does, from what it says otherwise.
  fileprivate func separatingCursor() throws(Fault) -> (cursor: Cursor?, rest: JSONNode) {
    guard case .object(let members) = value, let first = members.first, first.name == "id" else {
      return (nil, self)
    }
    let id = JSONNode(first.value, at: "id")
    guard let cursor = try? Cursor(lastEventID: id.string()) else {
      throw id.expected("the event's number in a string, or EPOCH-NUMBER")
    }
    return (cursor, JSONNode(.object(Array(members.dropFirst())), at: place))
  }
}
