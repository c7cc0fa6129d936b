import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// A helper that puts each line of a text into a field of its own, since a line break would end the
/// field: it looks for CR and LF among the characters of a string, of which CR LF is a third.
private func eventStreamBlock(event: String, id: String, data: String) -> String {
  let lines = data.split(omittingEmptySubsequences: false) { $0 == "\r" || $0 == "\n" }
  return "id: \(id)\nevent: \(event)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
}

/// Streams what is said as text, below a line for the rest.
func streamSplitting(
  log: ExampleLog, trace: TraceID, lastSeen: Int?, write: (String) async throws -> Void
) async throws {
  var index = lastSeen ?? 0
  while let event = try await log.event(of: trace, at: index) {
    index += 1
    let (name, data) = described(event.payload)
    try await write(eventStreamBlock(event: name, id: "\(index)", data: data))
  }
}

private func described(_ payload: StreamEvent.Payload) -> (name: String, data: String) {
  switch payload {
  case .update(let update):
    let step = update.roadmapStepID.map { "\($0)" } ?? ""
    let head =
      "\(update.status.rawValue) \(step) \(update.roadmapStepStatus?.rawValue ?? "") "
      + (update.roadmap.map { "\($0.count)" } ?? "")
    return ("update", "\(head)\n\(update.message ?? "")")
  case .gap(let lost): return ("gap", "\(lost)")
  case .complete(let answer): return ("complete", answer.text)
  case .failed(let message): return ("failed", message)
  case .cancelled(let reason): return ("cancelled", reason)
  }
}

/// Reads such a stream as a client of it does.
struct TextDecoder: StatusDecoder {
  var observes: Projection { [.numbers, .ends, .gaps] }
  var format: WireFormat { .eventStream }
  private var events = EventStreamDecoder()

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    events.feed(bytes)
    var observations: [Observation] = []
    while let item = try events.next() {
      guard case .event(let event) = item else { continue }
      observations.append(
        .event(
          ObservedEvent(
            sequence: Int(event.lastEventID).map { SequenceNumber(rawValue: $0) },
            content: try content(event))))
    }
    return observations
  }

  private func content(_ event: EventStreamDecoder.Event) throws -> ObservedEvent.Content {
    switch event.type {
    case "update":
      let parts = event.text.utf8.split(
        separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
      let head = String(parts[0])?.split(separator: " ", omittingEmptySubsequences: false) ?? []
      guard head.count == 4, parts.count == 2,
        let status = StatusUpdate.Status(rawValue: String(head[0]))
      else { throw UnknownEvent(type: event.type, data: event.text) }
      return .update(
        ObservedEvent.Update(
          status: status, message: String(parts[1]), stepID: Int(head[1]),
          stepStatus: StatusUpdate.StepStatus(rawValue: String(head[2])),
          roadmap: Int(head[3]).map { .count($0) }))
    case "complete": return .complete(nil)
    case "failed": return .failed(message: event.text)
    case "cancelled": return .cancelled(reason: event.text)
    default: throw UnknownEvent(type: event.type, data: event.text)
    }
  }
}

/// What no client of such a stream has a use for.
struct UnknownEvent: Error {
  let type: String
  let data: String
}
