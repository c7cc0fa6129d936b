import StatusStreaming
import WireDecoding

/// Reads a run of AG-UI, as the profile `.agUI` tells a trace.
///
/// An update is complete with the activity of type `status` that each has: its content says the
/// status, the message, and the step, by its id. What comes before that belongs to it: the plan, as an
/// activity of type `PLAN`, and the brackets of steps, which have to say the same. Everything else that
/// AG-UI allows is passed over: text in however many pieces, other activities, tool calls, reasoning,
/// state, `RAW` and `CUSTOM`. So is what the metadata `{"status-streaming":{"restated":true}}` says to
/// be told again, for a client that goes on after what it has seen.
///
/// Events are numbered by the id of the block that completes them, or by the metadata
/// `{"status-streaming":{"id":"7"}}` of the message, since a WebSocket has no ids.
public struct AGUIStatusDecoder: StatusDecoder {
  /// What carries the events.
  public enum Carrier: Sendable, Hashable, CaseIterable {
    /// A body of server-sent events, one event of AG-UI in each.
    case eventStream
    /// A WebSocket's server, one event in each text message.
    case webSocket
  }

  private let carrier: Carrier
  private var events = EventStreamDecoder(maximumEventSize: .max)
  private var messages = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
  private var run = AGUIRunReading()

  /// Starts a connection, after its handshake.
  public init(over carrier: Carrier = .eventStream) {
    self.carrier = carrier
  }

  /// Everything but traces and times.
  public var observes: Projection {
    [
      .numbers, .roadmaps, .emptyMessages, .gaps, .ends, .answers, .exactAnswers, .heartbeats,
    ]
  }

  /// That of what carries the events.
  public var format: WireFormat { carrier == .eventStream ? .eventStream : .webSocket }

  /// AG-UI's.
  public var vocabulary: WireVocabulary { .agUI }

  /// Reads what the bytes complete.
  ///
  /// - Throws: ``ObservationError/Code`` at an event that AG-UI does not allow, or that does not tell of
  ///   a trace as the profile does.
  public mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    switch carrier {
    case .eventStream:
      events.feed(bytes)
      return try decodeEvents()
    case .webSocket:
      messages.feed(bytes)
      return try decodeMessages()
    }
  }

  /// Checks that a WebSocket was closed; a body may end anywhere.
  ///
  /// - Throws: ``ObservationError/Code`` if it was not.
  public mutating func finish() throws(ObservationError.Code) -> [Observation] {
    guard carrier == .webSocket else { return [] }
    do { try messages.finish() } catch { throw .webSocket(error) }
    return []
  }

  private mutating func decodeEvents() throws(ObservationError.Code) -> [Observation] {
    var observations: [Observation] = []
    while true {
      let item: EventStreamDecoder.Item?
      do { item = try events.next() } catch { throw .eventStream(error) }
      switch item {
      case nil: return observations
      case .comment: observations.append(.heartbeat(nil))
      case .event(let event):
        if let event = try run.take(event.data, id: event.lastEventID) {
          observations.append(.event(event))
        }
      }
    }
  }

  private mutating func decodeMessages() throws(ObservationError.Code) -> [Observation] {
    var observations: [Observation] = []
    while true {
      let message: WebSocketMessageDecoder.Event?
      do { message = try messages.next() } catch { throw .webSocket(error) }
      switch message {
      case nil: return observations
      case .text(let text):
        if let event = try run.take(text, id: nil) { observations.append(.event(event)) }
      case .ping, .pong: observations.append(.heartbeat(nil))
      case .binary: throw .value(at: "the message", expected: "text", event: run.count + 1)
      case .close(let code, _):
        guard code == run.closeCode else {
          throw .value(at: "the close code", expected: "\(run.closeCode)", event: run.count + 1)
        }
        observations.append(code == 1001 ? .cut : .end)
      }
    }
  }
}
