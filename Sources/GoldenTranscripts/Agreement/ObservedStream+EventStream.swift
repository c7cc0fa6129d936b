import StatusStreaming
import WireDecoding

extension ObservedStream {
  /// Decodes a response body of the reference profile: unnamed events, each an update.
  init(referenceStream bytes: [UInt8]) throws(ObservationError.Code) {
    self.init(projection: [.roadmaps, .emptyMessages])
    try decode(bytes) { event throws(JSONNode.Fault) in
      guard event.type == "message", event.lastEventID.isEmpty else {
        throw JSONNode.Fault(place: "the event's fields", expected: "data alone")
      }
      return ("update", nil)
    }
  }

  /// Decodes a response body of the resumable profile: named events with their numbers.
  init(resumableStream bytes: [UInt8]) throws(ObservationError.Code) {
    self.init(projection: [.numbers, .roadmaps, .emptyMessages, .gaps, .ends, .answers])
    try decode(bytes) { event throws(JSONNode.Fault) in
      guard let number = try? SequenceNumber(lastEventID: event.lastEventID) else {
        throw JSONNode.Fault(place: "id", expected: "the event's number")
      }
      return (event.type, number)
    }
    switch events.last?.content {
    case .complete, .failed: isWhole = true
    default: isWhole = false
    }
  }

  private mutating func decode(
    _ bytes: [UInt8],
    _ head: (EventStreamDecoder.Event) throws(JSONNode.Fault) -> (
      kind: String, number: SequenceNumber?
    )
  ) throws(ObservationError.Code) {
    var decoder = EventStreamDecoder(maximumEventSize: .max)
    decoder.feed(bytes)
    while true {
      let item: EventStreamDecoder.Item?
      do { item = try decoder.next() } catch { throw .eventStream(error) }
      guard let item else { return }
      guard case .event(let event) = item else { continue }
      let node = try node(parsing: event.data)
      do throws(JSONNode.Fault) {
        let (kind, number) = try head(event)
        guard let payload = try StreamEvent.Payload(kind, node) else {
          throw JSONNode.Fault(place: "event", expected: "one of update, gap, complete, failed")
        }
        events.append(ObservedEvent(sequence: number, content: .init(payload)))
      } catch {
        throw .value(at: error.place, expected: error.expected, event: events.count + 1)
      }
    }
  }

  func node(parsing bytes: [UInt8]) throws(ObservationError.Code) -> JSONNode {
    do {
      return JSONNode(try JSONValue(parsing: bytes))
    } catch {
      throw .json(error, event: events.count + 1)
    }
  }
}
