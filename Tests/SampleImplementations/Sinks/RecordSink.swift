import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// A format of its own: records of numbers of seven bits a byte, each behind its length.
///
/// A record of no length is a heartbeat.
///
/// Bug: a 128 is written as one byte, which says that another follows.
struct RecordSink: StatusSink {
  let wire: Wire
  var isOver = false

  mutating func send(_ event: StreamEvent) async throws {
    guard !isOver else { throw StatusEncodingError(.ended, event) }
    var record: [UInt8] = []
    Self.append(event.sequence.rawValue, to: &record)
    Self.append(event.epoch?.rawValue ?? "", to: &record)
    switch event.payload {
    case .update(let update): Self.append(update, to: &record)
    case .gap(let lost):
      record.append(RecordKind.gap.rawValue)
      Self.append(lost, to: &record)
    case .complete: record.append(RecordKind.complete.rawValue)
    case .failed(let message):
      record.append(RecordKind.failed.rawValue)
      Self.append(message, to: &record)
    case .cancelled(let reason):
      record.append(RecordKind.cancelled.rawValue)
      Self.append(reason, to: &record)
    }
    var bytes: [UInt8] = []
    Self.append(record.count, to: &bytes)
    try await wire.write(bytes + record)
    isOver = event.payload.isTerminal
  }

  mutating func heartbeat() async throws {
    if !isOver { try await wire.write([0]) }
  }

  private static func append(_ update: StatusUpdate, to bytes: inout [UInt8]) {
    bytes.append(RecordKind.update.rawValue)
    append(update.status.rawValue, to: &bytes)
    append(update.message ?? "", to: &bytes)
    append(update.roadmapStepID.map { "\($0)" } ?? "", to: &bytes)
    append(update.roadmapStepStatus?.rawValue ?? "", to: &bytes)
    append(update.roadmap.map { $0.count + 1 } ?? 0, to: &bytes)
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    var rest = number
    while rest > 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8.count, to: &bytes)
    bytes += Array(text.utf8)
  }
}

/// What a record is about.
private enum RecordKind: UInt8 {
  case update = 1
  case gap, complete, failed, cancelled
}

/// Reads the records of a ``RecordSink``.
struct RecordDecoder: StatusDecoder {
  private var rest: [UInt8] = []

  var observes: Projection { [.ends, .gaps, .numbers, .heartbeats] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    var observations: [Observation] = []
    while true {
      var reader = RecordReader(bytes: rest[...])
      guard let length = try reader.number(), reader.bytes.count >= length else { break }
      var record = RecordReader(bytes: reader.bytes.prefix(length))
      rest = Array(reader.bytes.dropFirst(length))
      observations.append(length == 0 ? .heartbeat(nil) : .event(try record.event()))
    }
    return observations
  }
}

/// A place in the bytes of a record.
private struct RecordReader {
  var bytes: ArraySlice<UInt8>

  /// The next number; `nil` if the bytes end within it.
  mutating func number() throws -> Int? {
    var (value, shift) = (0, 0)
    while let byte = bytes.popFirst() {
      guard shift < 63 else { throw RecordError(part: "a number of more than nine bytes") }
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func event() throws -> ObservedEvent {
    let sequence = SequenceNumber(rawValue: try wholeNumber())
    let epoch = try text()
    let content: ObservedEvent.Content
    switch bytes.popFirst().flatMap(RecordKind.init) {
    case .update: content = .update(try update())
    case .gap: content = .gap(lost: try wholeNumber())
    case .complete: content = .complete(nil)
    case .failed: content = .failed(message: try text())
    case .cancelled: content = .cancelled(reason: try text())
    case nil: throw RecordError(part: "an unknown kind")
    }
    guard bytes.isEmpty else { throw RecordError(part: "bytes after the event") }
    return ObservedEvent(
      sequence: sequence, epoch: epoch.isEmpty ? nil : try Epoch(epoch), content: content)
  }

  private mutating func update() throws -> ObservedEvent.Update {
    guard let status = StatusUpdate.Status(rawValue: try text()) else {
      throw RecordError(part: "an unknown status")
    }
    let message = try text()
    let id = Int(try text())
    let stepStatus = StatusUpdate.StepStatus(rawValue: try text())
    let steps = try wholeNumber()
    return .init(
      status: status, message: message, stepID: id, stepStatus: stepStatus,
      roadmap: steps > 0 ? .count(steps - 1) : nil)
  }

  private mutating func wholeNumber() throws -> Int {
    guard let number = try number() else { throw RecordError(part: "half a number") }
    return number
  }

  private mutating func text() throws -> String {
    let length = try wholeNumber()
    guard bytes.count >= length else { throw RecordError(part: "a text beyond the record") }
    defer { bytes = bytes.dropFirst(length) }
    return String(decoding: bytes.prefix(length), as: UTF8.self)
  }
}

/// A record that is not of the format.
private struct RecordError: Error, CustomStringConvertible {
  let part: String

  var description: String { "not a record: \(part)" }
}
