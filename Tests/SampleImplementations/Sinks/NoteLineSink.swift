import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// A format of its own: a line with the status, the step, what it does, the size of the roadmap and
/// the message, separated by vertical bars; or the kind of an end and its message.
struct NoteLineSink: StatusSink {
  let wire: Wire
  /// Makes a message fit to stand in a line.
  var escape: @Sendable (String) -> [UInt8] = NoteLineSink.escaped
  /// What stands before and behind each line.
  var opening = ""
  var closing = ""

  mutating func send(_ event: StreamEvent) async throws {
    try await write(event)
  }

  /// Writes the line of an event, and one of another text if there is one.
  func write(_ event: StreamEvent, followedBy detail: [UInt8]? = nil) async throws {
    let fields: [String]
    let message: String
    switch event.payload {
    case .update(let update):
      fields = [
        update.status.rawValue, update.roadmapStepID.map(String.init) ?? "",
        update.roadmapStepStatus?.rawValue ?? "", update.roadmap.map { "\($0.count)" } ?? "",
      ]
      message = update.message ?? ""
    case .gap(let lost): (fields, message) = (["gap", "\(lost)", "", ""], "")
    case .complete: (fields, message) = (["complete", "", "", ""], "")
    case .failed(let reason): (fields, message) = (["failed", "", "", ""], reason)
    case .cancelled(let reason): (fields, message) = (["cancelled", "", "", ""], reason)
    }
    let line = fields.map { "\($0)|" }.joined()
    let rest = detail.map { $0 + [0x0A] } ?? []
    try await wire.write(
      Array((opening + line).utf8) + escape(message) + Array("\(closing)\n".utf8) + rest)
  }

  /// A number in place of what would end the line or move the cursor.
  @Sendable static func escaped(_ message: String) -> [UInt8] {
    escaped(message) { scalar in
      switch scalar.value {
      case 0x5C, 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }

  static func escaped(
    _ message: String, _ isEscaped: (Unicode.Scalar) -> Bool
  ) -> [UInt8] {
    var text = ""
    for scalar in message.unicodeScalars {
      text += isEscaped(scalar) ? "\\\(scalar.value);" : String(scalar)
    }
    return Array(text.utf8)
  }
}

/// Reads the lines of a ``NoteLineSink``.
struct NoteLineDecoder: StatusDecoder {
  var format = WireFormat.lines
  private var rest: [UInt8] = []

  init(_ format: WireFormat = .lines) {
    self.format = format
  }

  var observes: Projection { [.ends, .gaps] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
    rest = Array(lines.last ?? [])
    return try lines.dropLast().map { .event(ObservedEvent(content: try Self.content($0))) }
  }

  private static func content(_ line: ArraySlice<UInt8>) throws -> ObservedEvent.Content {
    let bytes = line.split(separator: 0x7C, maxSplits: 4, omittingEmptySubsequences: false)
    let fields = bytes.map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 5 else {
      throw NoteLineError(line: String(decoding: line, as: UTF8.self))
    }
    let message = unescaped(fields[4])
    switch fields[0] {
    case "complete": return .complete(nil)
    case "failed": return .failed(message: message)
    case "cancelled": return .cancelled(reason: message)
    case "gap": return .gap(lost: Int(fields[1]) ?? 0)
    default:
      guard let status = StatusUpdate.Status(rawValue: fields[0]) else {
        throw NoteLineError(line: fields.joined(separator: " "))
      }
      return .update(
        .init(
          status: status, message: message, stepID: Int(fields[1]),
          stepStatus: StatusUpdate.StepStatus(rawValue: fields[2]),
          roadmap: Int(fields[3]).map { .count($0) }))
    }
  }

  private static func unescaped(_ text: String) -> String {
    var message = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let end = rest.firstIndex(of: ";"),
        let number = UInt32(String(rest[..<end])), let escaped = Unicode.Scalar(number)
      else {
        message.append(scalar)
        continue
      }
      message.append(escaped)
      rest = rest[rest.index(after: end)...]
    }
    return String(message)
  }
}

/// A line that is not of the format.
struct NoteLineError: Error, CustomStringConvertible {
  let line: String

  var description: String { "not a line of the format: \(line.debugDescription)" }
}
