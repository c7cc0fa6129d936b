import GoldenTranscripts
import StatusConformance
import StatusStreaming
import WireDecoding

/// A format of its own: an event stream for people, with what has happened in the first line of an
/// event's data and its text in the others.
///
/// Bug: the text is split as `split(separator:)` does unless it is told otherwise, without its
/// empty lines.
struct PlainTextSink: StatusSink {
  let wire: Wire
  var isOver = false

  mutating func send(_ event: StreamEvent) async throws {
    guard !isOver else { throw StatusEncodingError(.ended, event) }
    let (head, text) = Self.parts(of: event.payload)
    // A CR ends a line as well, and can't be given back as what it was.
    let escaped = Array(text.utf8).flatMap { byte -> [UInt8] in
      byte == 0x5C ? [0x5C, 0x5C] : byte == 0x0D ? [0x5C, 0x72] : [byte]
    }
    var bytes = Array("id: \(event.cursor)\ndata: \(head)\n".utf8)
    for line in escaped.split(separator: 0x0A) {
      bytes += Array("data: ".utf8) + line + [0x0A]
    }
    try await wire.write(bytes + [0x0A])
    isOver = event.payload.isTerminal
  }

  mutating func heartbeat() async throws {
    if !isOver { try await wire.write([0x3A, 0x0A]) }
  }

  private static func parts(of payload: StreamEvent.Payload) -> (head: String, text: String) {
    switch payload {
    case .update(let update):
      let id = update.roadmapStepID.map { "\($0)" } ?? "-"
      let steps = update.roadmap.map { "\($0.count)" } ?? "-"
      let stepStatus = update.roadmapStepStatus?.rawValue ?? "-"
      return ("\(update.status.rawValue) \(id) \(stepStatus) \(steps)", update.message ?? "")
    case .gap(let lost): return ("gap \(lost)", "")
    case .complete: return ("complete", "")
    case .failed(let message): return ("failed", message)
    case .cancelled(let reason): return ("cancelled", reason)
    }
  }
}

/// Reads the events of a ``PlainTextSink``.
struct PlainTextDecoder: StatusDecoder {
  private var stream = EventStreamDecoder()

  var format: WireFormat { .eventStream }
  var observes: Projection { [.ends, .gaps, .numbers, .heartbeats] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    stream.feed(bytes)
    var observations: [Observation] = []
    while let item = try stream.next() {
      switch item {
      case .comment: observations.append(.heartbeat(nil))
      case .event(let event): observations.append(.event(try Self.read(event)))
      }
    }
    return observations
  }

  private static func read(_ event: EventStreamDecoder.Event) throws -> ObservedEvent {
    let cursor = try Cursor(lastEventID: event.lastEventID)
    let parts = event.data.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    let head = String(decoding: parts[0], as: UTF8.self).split(separator: " ").map(String.init)
    let text = unescaped(parts.count > 1 ? parts[1] : [])
    let content: ObservedEvent.Content
    switch head.first {
    case "gap": content = .gap(lost: head.last.flatMap { Int($0) } ?? 0)
    case "complete": content = .complete(nil)
    case "failed": content = .failed(message: text)
    case "cancelled": content = .cancelled(reason: text)
    default:
      guard head.count == 4, let status = StatusUpdate.Status(rawValue: head[0]) else {
        throw PlainTextError(head: head.joined(separator: " "))
      }
      content = .update(
        .init(
          status: status, message: text, stepID: Int(head[1]),
          stepStatus: StatusUpdate.StepStatus(rawValue: head[2]),
          roadmap: Int(head[3]).map { .count($0) }))
    }
    return ObservedEvent(sequence: cursor.number, epoch: cursor.epoch, content: content)
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == 0x5C, let escaped = rest.popFirst() else {
        text.append(byte)
        continue
      }
      text.append(escaped == 0x72 ? 0x0D : escaped)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// An event that is not of the format.
private struct PlainTextError: Error, CustomStringConvertible {
  let head: String

  var description: String { "no event begins with \(head.debugDescription)" }
}
