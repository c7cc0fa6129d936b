/// The events of one trace, which may not have been opened yet.
struct TraceSource: EventSource {
  let buffer: StatusBuffer
  let trace: TraceID
  private(set) var cursor: SequenceNumber
  private(set) var isComplete = false

  let parker = Parker()
  /// Until when to wait for the opening; `nil` for ever.
  private let openDeadline: Duration?
  private var log: TraceLog?

  init(buffer: StatusBuffer, trace: TraceID, cursor: SequenceNumber) {
    self.buffer = buffer
    self.trace = trace
    self.cursor = cursor
    self.openDeadline = buffer.configuration.openTimeout.finite.map { buffer.clock.now + $0 }
  }

  var deadline: Duration? {
    guard let log else { return openDeadline }
    return buffer.abandonDeadline(of: log)
  }

  mutating func read(limit: Int) throws(BufferError) -> EventBatch? {
    guard let log = try attach() else { return nil }
    let batch = try buffer.read(log, after: cursor, limit: limit)
    guard batch.isEmpty else { return batch }
    isComplete = batch.isComplete
    return nil
  }

  private mutating func attach() throws(BufferError) -> TraceLog? {
    if log == nil {
      log = buffer.table.log(of: trace)
      if log == nil, let openDeadline, buffer.clock.now >= openDeadline {
        throw .unknownTrace(trace)
      }
    }
    return log
  }

  mutating func noteDelivery(of event: StreamEvent) {
    cursor = event.sequence
    isComplete = event.payload.isTerminal
  }

  func awaitMore() async {
    if let log {
      await buffer.awaitChange(of: log, after: cursor, in: parker)
    } else {
      await buffer.awaitOpening(of: trace, in: parker)
    }
  }
}
