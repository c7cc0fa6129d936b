import StatusConformance
import StatusStreaming

/// A sink of an event stream with a limit, of which a closure decides what becomes of a batch.
struct RefusingBatchSink: StatusSink {
  typealias Batch = (EventBatch, inout RefusingBatchSink) async throws -> Int

  var encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 4_096)
  let wire: Wire
  /// Bytes that go before the next event's.
  var held: [UInt8] = []
  let sendBatch: Batch

  init(_ wire: Wire, _ sendBatch: @escaping Batch) {
    self.wire = wire
    self.sendBatch = sendBatch
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes = held
    try encoder.encode(event, into: &bytes)
    held = []
    try await wire.write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    try await sendBatch(events, &self)
  }
}

extension RefusingBatchSink {
  /// Correct: all or, if one is refused, nothing.
  static func wholeOrNothing(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    var encoder = sink.encoder
    var bytes: [UInt8] = []
    for event in events { try encoder.encode(event, into: &bytes) }
    sink.encoder = encoder
    try await sink.wire.write(bytes)
    return events.count
  }

  /// Bug: each event is written by itself, up to one that is refused.
  static func scattered(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    var count = 0
    for event in events {
      do {
        try await sink.send(event)
      } catch {
        if count == 0 || !(error is StatusEncodingError) { throw error }
        break
      }
      count += 1
    }
    return count
  }

  /// Bug: the events before the one that is refused are written, and then the call throws.
  static func writesAndThrows(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    for event in events { try await sink.send(event) }
    return events.count
  }

  /// Bug: what is refused in a batch is left out and counted.
  static func leavesOut(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    var bytes: [UInt8] = []
    for event in events { try? sink.encoder.encode(event, into: &bytes) }
    if !bytes.isEmpty { try await sink.wire.write(bytes) }
    return events.count
  }

  /// Bug: what was encoded before the refusal is kept for the next write.
  static func keepsForLater(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    for event in events { try sink.encoder.encode(event, into: &sink.held) }
    let bytes = sink.held
    sink.held = []
    try await sink.wire.write(bytes)
    return events.count
  }

  /// Bug: the event that is refused is counted with those before it.
  static func countsTheRefused(
    _ events: EventBatch, _ sink: inout RefusingBatchSink
  ) async throws -> Int {
    var bytes: [UInt8] = []
    var count = 0
    for event in events {
      count += 1
      do {
        try sink.encoder.encode(event, into: &bytes)
      } catch {
        if count == 1 { throw error }
        break
      }
    }
    try await sink.wire.write(bytes)
    return count
  }
}

/// Bug: the opening is taken for written before the first event is known to fit.
struct HastyOpeningSink: StatusSink {
  private var encoder = EventStreamEncoder(
    profile: .resumable, reconnectionTime: nil, maximumEventSize: 4_096)
  private let wire: Wire
  private var isOpen = false

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes = isOpen ? [] : Array("retry: 3000\n".utf8)
    isOpen = true
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }
}

/// Bug: a number is given out before the event is known to fit.
struct HastyNumberSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 4_096)
  private let wire: Wire
  private var offset = 0

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var event = event
    event.sequence = SequenceNumber(rawValue: event.sequence.rawValue + offset)
    var bytes: [UInt8] = []
    offset += 1
    try encoder.encode(event, into: &bytes)
    offset -= 1
    try await wire.write(bytes)
  }
}

/// Bug: the viewer is told in a comment of what was refused before the next event.
struct ApologizingSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 4_096)
  private let wire: Wire
  private var apology: [UInt8] = []

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes = apology
    do {
      try encoder.encode(event, into: &bytes)
    } catch {
      apology = Array(": one event was too large\n".utf8)
      throw error
    }
    apology = []
    try await wire.write(bytes)
  }
}
