/// The events of every trace of a buffer, also of those still to be opened.
///
/// A trace that is removed before its end stops where it was. One whose tail has not been read when
/// the buffer lets go of it is still read to its end, since the source holds on to its log.
struct AllTracesSource: EventSource {
  let buffer: StatusBuffer
  /// How far each trace has been delivered.
  private(set) var cursors: [TraceID: SequenceNumber]

  let parker = Parker()
  private var epoch = 0
  /// Logs that may hold something new, in the order of their change.
  private var pending = Queue<TraceLog>()
  /// Logs that have been seen and whose terminal event has not been delivered.
  private var unfinished: [TraceID: TraceLog] = [:]
  private var isClosed = false

  init(buffer: StatusBuffer, cursors: [TraceID: SequenceNumber]) {
    self.buffer = buffer
    self.cursors = cursors
  }

  var isComplete: Bool { isClosed && pending.isEmpty && unfinished.isEmpty }

  var deadline: Duration? { buffer.registry.withState { $0.nextDeadline } }

  mutating func read(limit: Int) throws(BufferError) -> EventBatch? {
    if pending.isEmpty { takeChanges() }
    while let log = pending.first() {
      pending.removeFirst()
      guard let batch = try read(log, limit: limit) else { continue }
      // A trace with more than its share waits its turn again behind the others.
      if batch.count == limit { pending.append(log) }
      return batch
    }
    return nil
  }

  private mutating func takeChanges() {
    buffer.failOverdue()
    let changes = buffer.changes.changes(since: epoch)
    epoch = changes.next
    isClosed = changes.isClosed
    var logs = changes.logs
    for log in logs { unfinished[log.trace] = log }
    if changes.hasMissed {
      let listed = Set(logs.map(\.serial))
      logs += unfinished.values.filter { !listed.contains($0.serial) }
        .sorted { $0.serial < $1.serial }
    }
    pending = Queue(logs)
    if cursors.count > 2 * buffer.traceCount + 64 {
      cursors = cursors.filter { entry in buffer.holds(entry.key) }
    }
  }

  private mutating func read(_ log: TraceLog, limit: Int) throws(BufferError) -> EventBatch? {
    let cursor = cursors[log.trace, default: .zero]
    do {
      let batch = try buffer.read(log, after: cursor, limit: limit)
      guard batch.isEmpty else { return batch }
      if batch.isComplete { unfinished[log.trace] = nil }
      return nil
    } catch {
      guard error.code == .removed else { throw error }
      unfinished[log.trace] = nil
      return nil
    }
  }

  mutating func noteDelivery(of event: StreamEvent) {
    cursors[event.trace] = event.sequence
    if event.payload.isTerminal { unfinished[event.trace] = nil }
  }

  func awaitMore() async {
    await buffer.awaitChanges(since: epoch, isClosed: isClosed, in: parker)
  }
}
