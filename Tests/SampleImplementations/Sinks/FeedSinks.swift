import Foundation
import GoldenTranscripts
import StatusConformance
import StatusStreaming
import WireDecoding

/// Reads server-sent events that have no numbers: an update, or text of which only the message is
/// known.
struct FeedDecoder: StatusDecoder {
  private var events = EventStreamDecoder()

  var observes: Projection { [] }
  var format: WireFormat { .eventStream }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    events.feed(bytes)
    var observations: [Observation] = []
    while let item = try events.next() {
      guard case .event(let event) = item else { continue }
      let fields = event.text.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5, let status = StatusUpdate.Status(rawValue: String(fields[0])) else {
        throw NoteLineError(line: event.text)
      }
      observations.append(
        .event(
          ObservedEvent(
            content: .update(
              .init(
                status: status, message: String(fields[4]), stepID: Int(fields[1]),
                stepStatus: StatusUpdate.StepStatus(rawValue: String(fields[2])),
                roadmap: Int(fields[3]).map { .count($0) })))))
    }
    return observations
  }
}

/// Bug: a message with a line break ends its `data:` line.
struct TextFeedSink: StatusSink {
  let wire: Wire

  mutating func send(_ event: StreamEvent) async throws {
    guard case .update(let update) = event.payload else { return }
    try await wire.write(Array("data: \(update.fields)\n\n".utf8))
  }
}

/// Bug: the id is made of the message, from which only line breaks are taken.
struct SluggingSink: StatusSink {
  let wire: Wire

  mutating func send(_ event: StreamEvent) async throws {
    guard case .update(let update) = event.payload else { return }
    let slug = (update.message ?? "").components(separatedBy: .newlines).joined(separator: "-")
    let data = update.fields.split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r" || $0 == "\r\n"
    }
    let lines = data.map { "data: \($0)\n" }.joined()
    try await wire.write(Array("id: \(event.sequence)-\(slug)\n\(lines)\n".utf8))
  }
}

extension StatusUpdate {
  /// The status, the step, what it does, the size of the roadmap and the message.
  fileprivate var fields: String {
    let step = roadmapStepID.map(String.init) ?? ""
    let count = roadmap.map { "\($0.count)" } ?? ""
    return
      "\(status.rawValue)|\(step)|\(roadmapStepStatus?.rawValue ?? "")|\(count)|\(message ?? "")"
  }
}
