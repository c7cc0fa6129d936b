public import StatusStreaming
import WireDecoding

/// Reads an event stream, as `EventStreamEncoder` writes it.
///
/// In the reference profile each event is unnamed and an update; in the resumable one events have
/// names and numbers. A comment is a heartbeat, in whatever form, and so is an opening. AG-UI is read by
/// an ``AGUIStatusDecoder``.
public struct EventStreamStatusDecoder: StatusDecoder {
  private let profile: EventStreamEncoder.Profile
  private var events = EventStreamDecoder(maximumEventSize: .max)
  private var count = 0

  /// Starts a response body.
  public init(profile: EventStreamEncoder.Profile) {
    self.profile = profile
  }

  /// What the profile shows.
  public var observes: Projection {
    switch profile {
    case .reference: [.roadmaps, .emptyMessages, .heartbeats]
    case .resumable:
      [
        .numbers, .roadmaps, .emptyMessages, .gaps, .ends, .answers, .exactAnswers, .heartbeats,
      ]
    case .agUI: []
    }
  }

  /// An event stream's.
  public var format: WireFormat { .eventStream }

  /// Reads what the bytes complete.
  ///
  /// - Throws: ``ObservationError/Code`` at an event that is not of the profile.
  public mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    events.feed(bytes)
    var observations: [Observation] = []
    while true {
      let item: EventStreamDecoder.Item?
      do { item = try events.next() } catch { throw .eventStream(error) }
      switch item {
      case nil: return observations
      case .comment: observations.append(.heartbeat(nil))
      case .event(let event): observations.append(.event(try observed(event)))
      }
    }
  }

  /// Reads nothing: a body may end anywhere, and a block that its end cuts is discarded.
  public mutating func finish() throws(ObservationError.Code) -> [Observation] { [] }

  private mutating func observed(
    _ event: EventStreamDecoder.Event
  ) throws(ObservationError.Code) -> ObservedEvent {
    count += 1
    let node = try JSONNode(parsing: event.data, ofEvent: count)
    do throws(JSONNode.Fault) {
      let (kind, cursor) = try head(event)
      guard let payload = try StreamEvent.Payload(kind, node) else {
        throw JSONNode.Fault(place: "event", expected: StreamEvent.Payload.kinds)
      }
      return ObservedEvent(
        sequence: cursor?.number, epoch: cursor?.epoch, content: .init(payload))
    } catch {
      throw .value(at: error.place, expected: error.expected, event: count)
    }
  }

  private func head(
    _ event: EventStreamDecoder.Event
  ) throws(JSONNode.Fault) -> (kind: String, cursor: Cursor?) {
    switch profile {
    case .reference:
      guard event.type == "message", event.lastEventID.isEmpty else {
        throw JSONNode.Fault(place: "the event's fields", expected: "data alone")
      }
      return ("update", nil)
    case .resumable:
      guard let cursor = try? Cursor(lastEventID: event.lastEventID) else {
        throw JSONNode.Fault(place: "id", expected: "the event's number, or EPOCH-NUMBER")
      }
      return (event.type, cursor)
    case .agUI: throw JSONNode.Fault(place: "the profile", expected: "one that is not AG-UI's")
    }
  }
}

extension JSONNode {
  /// Parses the data of an event, which errors name by its place.
  init(parsing bytes: [UInt8], ofEvent number: Int) throws(ObservationError.Code) {
    do { self.init(try JSONValue(parsing: bytes)) } catch { throw .json(error, event: number) }
  }
}
