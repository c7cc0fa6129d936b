import GoldenTranscripts
import StatusConformance
import StatusStreaming

// What a sink makes of several traces, of large batches, and of a connection on which nothing was said.

/// A sink that writes JSON Lines, until it takes the runs of its connection for over.
struct LeavingLineSink: StatusSink {
  /// When it takes them for over.
  enum Habit: Sendable {
    /// Bug: when all that have begun have ended.
    case whenAllHaveEnded
    /// Bug: when the one has ended that began last.
    case whenTheLastHasEnded
    /// Correct: never before it is closed.
    case whenClosed
  }

  private var encoder = JSONLinesEncoder()
  private let wire: Wire
  private let habit: Habit
  private var open: Set<TraceID> = []
  private var last: TraceID?
  private var isOver = false

  init(_ wire: Wire, _ habit: Habit) {
    self.wire = wire
    self.habit = habit
  }

  mutating func send(_ event: StreamEvent) async throws {
    if isOver { return }
    if last != event.trace, !open.contains(event.trace) { last = event.trace }
    open.insert(event.trace)
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
    guard event.payload.isTerminal else { return }
    open.remove(event.trace)
    switch habit {
    case .whenAllHaveEnded: isOver = open.isEmpty
    case .whenTheLastHasEnded: isOver = event.trace == last
    case .whenClosed: break
    }
  }
}

/// Bug: gathers 64 KiB of a batch, and counts the event with which it would be more.
struct GatheringSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable)
  private let wire: Wire

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var bytes: [UInt8] = []
    var count = 0
    for event in events {
      var block: [UInt8] = []
      try encoder.encode(event, into: &block)
      count += 1
      if !bytes.isEmpty, bytes.count + block.count > 65_536 { break }
      bytes += block
    }
    try await wire.write(bytes)
    return count
  }
}

/// Bug: says goodbye where nothing was said.
struct GoodbyeSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable)
  private let wire: Wire
  private var hasWritten = false

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    hasWritten = true
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    if hasWritten {
      encoder.encodeClose(into: &bytes)
    } else {
      let end = StreamEvent(trace: "none", sequence: 1, payload: .cancelled(reason: "closed"))
      try encoder.encode(end, into: &bytes)
      hasWritten = true
    }
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
