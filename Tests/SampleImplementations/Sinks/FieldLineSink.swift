import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// A format of its own: a line of fields for each event, as log collectors read them.
///
/// Bug: the bare word for no value stands for the text of the same letters, too.
struct FieldLineSink: StatusSink {
  let wire: Wire
  var ended: Set<TraceID> = []

  mutating func send(_ event: StreamEvent) async throws {
    guard !ended.contains(event.trace) else { throw StatusEncodingError(.ended, event) }
    var fields: [(key: String, value: String?)] = [
      ("trace", event.trace.rawValue), ("seq", "\(event.sequence)"),
      ("epoch", event.epoch?.rawValue),
    ]
    switch event.payload {
    case .update(let update):
      fields += [
        ("kind", "update"), ("status", update.status.rawValue), ("msg", update.message),
        ("step", update.roadmapStepID.map { "\($0)" }),
        ("step_status", update.roadmapStepStatus?.rawValue),
        ("steps", update.roadmap.map { "\($0.count)" }),
      ]
    case .gap(let lost): fields += [("kind", "gap"), ("lost", "\(lost)")]
    case .complete: fields += [("kind", "complete")]
    case .failed(let message): fields += [("kind", "failed"), ("msg", message)]
    case .cancelled(let reason): fields += [("kind", "cancelled"), ("msg", reason)]
    }
    let line = fields.map { "\($0.key)=\(Self.written($0.value))" }.joined(separator: " ")
    try await wire.write(Array(line.utf8) + [0x0A])
    if event.payload.isTerminal { ended.insert(event.trace) }
  }

  private static func written(_ value: String?) -> String {
    guard let value else { return "null" }
    let isBare = value.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && !["\"", "\\", "="].contains(scalar)
    }
    if isBare, !value.isEmpty { return value }
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Reads the lines of a ``FieldLineSink``.
struct FieldLineDecoder: StatusDecoder {
  private var rest: [UInt8] = []

  var format: WireFormat { .lines }
  var observes: Projection { [.ends, .gaps, .numbers, .traces, .emptyMessages] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
    rest = Array(lines.last ?? [])
    return try lines.dropLast().map { line in
      .event(try Self.event(Self.fields(String(decoding: line, as: UTF8.self))))
    }
  }

  private static func event(_ fields: [String: String]) throws -> ObservedEvent {
    guard let trace = fields["trace"], let number = fields["seq"].flatMap({ Int($0) }) else {
      throw FieldLineError(part: "no trace or no number")
    }
    return ObservedEvent(
      trace: try TraceID(trace), sequence: SequenceNumber(rawValue: number),
      epoch: try fields["epoch"].map { try Epoch($0) }, content: try content(fields))
  }

  private static func content(_ fields: [String: String]) throws -> ObservedEvent.Content {
    let message = fields["msg"]
    switch fields["kind"] {
    case "gap": return .gap(lost: fields["lost"].flatMap { Int($0) } ?? 0)
    case "complete": return .complete(nil)
    case "failed": return .failed(message: message ?? "")
    case "cancelled": return .cancelled(reason: message ?? "")
    default:
      guard let status = fields["status"].flatMap({ StatusUpdate.Status(rawValue: $0) }) else {
        throw FieldLineError(part: "no status")
      }
      return .update(
        .init(
          status: status, message: message, stepID: fields["step"].flatMap { Int($0) },
          stepStatus: fields["step_status"].flatMap { StatusUpdate.StepStatus(rawValue: $0) },
          roadmap: fields["steps"].flatMap { Int($0) }.map { .count($0) }))
    }
  }

  /// The fields that have a value.
  private static func fields(_ line: String) throws -> [String: String] {
    var fields: [String: String] = [:]
    var rest = line.unicodeScalars[...]
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else { throw FieldLineError(part: "no =") }
      let key = String(rest[..<equals])
      rest = rest[rest.index(after: equals)...]
      if rest.first == "\"" {
        fields[key] = try quoted(&rest)
      } else {
        let value = String(rest.prefix { $0 != " " })
        rest = rest.drop { $0 != " " }
        if value != "null" { fields[key] = value }
      }
      guard rest.isEmpty || rest.popFirst() == " " else { throw FieldLineError(part: "no space") }
    }
    return fields
  }

  private static func quoted(_ rest: inout Substring.UnicodeScalarView) throws -> String {
    var text = String.UnicodeScalarView()
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(text) }
      guard scalar == "\\", let escaped = rest.popFirst() else {
        text.append(scalar)
        continue
      }
      text.append(escaped == "n" ? "\n" : escaped == "r" ? "\r" : escaped)
    }
    throw FieldLineError(part: "quotes without an end")
  }
}

/// A line that is not of the format.
private struct FieldLineError: Error, CustomStringConvertible {
  let part: String

  var description: String { "not a line of fields: \(part)" }
}
