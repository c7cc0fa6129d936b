/// The events of one trace of a ``StatusBuffer``, which may not have been opened yet.
struct TraceSource: EventSource {
  let buffer: StatusBuffer
  let trace: TraceID
  private(set) var isComplete = false
  private(set) var isDrained = false

  let parker: Parker
  private let cursor: Cursor
  /// How far the trace has been delivered, once there is a log.
  private var number = SequenceNumber.zero
  /// Until when to wait for the opening; `nil` for ever.
  private let openDeadline: Duration?
  private var log: TraceLog?
  private var viewer: Viewer
  private var attendance: ViewerTable.Attendance?
  private var viewerPlace: Viewer.Place?
  private var expectation: Expectation?
  private let isViewer: Bool
  private var seat: ViewerSeat?

  /// - Parameter isViewer: whether events are encoded for a connection.
  init(buffer: StatusBuffer, trace: TraceID, after cursor: Cursor, isViewer: Bool) {
    let parker = Parker()
    self.parker = parker
    viewer = Viewer(parker: parker)
    self.buffer = buffer
    self.trace = trace
    self.cursor = cursor
    self.number = cursor.number
    self.isViewer = isViewer
    self.openDeadline = buffer.configuration.openTimeout.finite.map { buffer.clock.now + $0 }
  }

  var place: Cursor {
    number == cursor.number ? cursor : Cursor(number, in: buffer.epoch)
  }

  /// The buffer clock's time at which to read again even if nothing was appended.
  var deadline: Duration? {
    guard let log else { return openDeadline }
    return buffer.abandonDeadline(of: log)
  }

  var timeLeft: Duration? { deadline.map { $0 - buffer.clock.now } }

  mutating func read(limit: Int) throws(BufferError) -> EventBatch? {
    if attendance == nil { attendance = try buffer.admit(viewer, of: trace) }
    let isDraining = isDraining
    if let log = try attach() {
      viewerPlace = viewerPlace ?? viewer.enter(log, after: number)
      var batch = try buffer.read(log, after: number, limit: limit)
      if !batch.isEmpty {
        if isViewer { batch.encodings = buffer.sharedEncodings(of: log) }
        return batch
      }
      isComplete = batch.isComplete
    }
    isDrained = isDraining && !isComplete
    return nil
  }

  private mutating func attach() throws(BufferError) -> TraceLog? {
    if let log { return log }
    let found = try find()
    log = found
    if let found, isViewer { seat = ViewerSeat(in: buffer, at: found) }
    return found
  }

  private mutating func find() throws(BufferError) -> TraceLog? {
    var log: TraceLog?
    if let expectation {
      log = expectation.log
    } else {
      let number = try cursor.number(in: buffer.epoch, of: trace)
      log = buffer.table.log(of: trace)
      if log != nil { return log }
      // Who has seen an event of a trace that is not there has seen one that is gone.
      if number > .zero { throw .unknownTrace(trace) }
      expectation = buffer.registry.withState { $0.expect(trace) }
      log = expectation?.log
    }
    if log == nil, let openDeadline, buffer.clock.now >= openDeadline {
      throw .unknownTrace(trace)
    }
    return log
  }

  mutating func noteDelivery(of events: DeliveredEvents) {
    number = events.cursor.number
    viewer.noteDelivery(of: events, at: viewerPlace)
    isComplete = events.isTerminal
  }

  var isDraining: Bool { buffer.isDraining }
  var isOverdue: Bool { buffer.isDraining && buffer.isPastDrainDeadline }

  mutating func leave() {
    attendance?.leave()
    attendance = nil
    seat = nil
    // Should it be read again, that is another viewer.
    viewer = Viewer(parker: parker)
    viewerPlace = nil
  }

  var isWoken: Bool { true }

  func awaitMore(in _: inout DiscardingTaskGroup) async {
    await awaitMore()
  }

  func awaitMore() async {
    if let log {
      await buffer.awaitChange(of: log, after: number, in: parker)
    } else if let expectation {
      await buffer.awaitOpening(expectation, in: parker)
    }
  }
}
