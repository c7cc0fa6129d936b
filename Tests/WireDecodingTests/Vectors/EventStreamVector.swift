import WireDecoding

/// A decoder case of an event stream file: its bytes, its cuts, and every outcome it accepts.
struct EventStreamVector {
  let input: [UInt8]
  let chunkings: [Chunking]
  let outcomes: [Outcome]

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "group", "source", "note", "wpt", "portable", "validated_with")
    input = try fields.textOrBase64("input")
    if let length = try fields.intIfPresent("byte_length"), length != input.count {
      throw VectorFault("the input has \(input.count) bytes and should have \(length)")
    }
    chunkings = try (fields.arrayIfPresent("chunkings") ?? []).map { value in
      guard case .array(let offsets) = value else { throw VectorFault("a chunking is no array") }
      return .offsets(
        try offsets.map {
          guard case .integer(let offset) = $0 else { throw VectorFault("an offset is no number") }
          return offset
        })
    }
    let expected = try fields.take("expected")
    let final = try fields.take("final")
    let main = JSONValue.object(["expected": expected, "final": final])
    var alternatives: [JSONValue] = []
    if var ambiguity = try fields.objectIfPresent("ambiguous") {
      ambiguity.ignore("why")
      alternatives = try ambiguity.array("alternatives").map { alternative in
        var changes = try VectorFields(alternative, "alternative")
        return try changes.takeRest().reduce(main) { outcome, change in
          let path = change.key.split { ".[]".contains($0) }
          return try outcome.replacing(path[...], with: change.value)
        }
      }
      try ambiguity.finish()
    }
    try fields.finish()
    outcomes = try ([main] + alternatives).map(Outcome.init)
  }

  struct Outcome {
    let events: [EventStreamDecoder.Event]
    let lastEventID: String
    let lastEventIDBuffer: String
    let reconnectionTime: Int?

    init(_ value: JSONValue) throws {
      var fields = try VectorFields(value, "outcome")
      events = try fields.array("expected").map { try EventStreamVector.event($0).event }
      var final = try VectorFields(fields.take("final"), "final")
      lastEventID = try final.string("lastEventId")
      lastEventIDBuffer = try final.string("lastEventIdBuffer")
      reconnectionTime = try final.intIfPresent("retry")
      try final.finish()
      try fields.finish()
    }

    func accepts(_ run: EventStreamRun) -> Bool {
      run.error == nil && run.events == events
        && run.lastEventID.elementsEqual(lastEventID.utf8)
        && run.lastEventIDBuffer.elementsEqual(lastEventIDBuffer.utf8)
        && run.reconnectionTime == reconnectionTime
    }
  }

  /// An expected event, and whether it says anything of the reconnection time.
  static func event(
    _ value: JSONValue
  ) throws -> (event: EventStreamDecoder.Event, statesTime: Bool) {
    var fields = try VectorFields(value, "event")
    let statesTime = fields.has("retry")
    let event = EventStreamDecoder.Event(
      type: try fields.string("event"), data: Array(try fields.string("data").utf8),
      lastEventID: try fields.string("lastEventId"),
      reconnectionTime: try fields.intIfPresent("retry"))
    try fields.finish()
    return (event, statesTime)
  }
}
