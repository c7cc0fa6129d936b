/// The events of one trace of a ``StatusBuffer``, which may not have been opened yet.
struct TraceSource: EventSource {
  let buffer: StatusBuffer
  let trace: TraceID
  private(set) var isComplete = false
  private(set) var isDrained = false

  let parker = Parker()
  private let cursor: Cursor
  /// How far the trace has been delivered, once there is a log.
  private var number = SequenceNumber.zero
  /// Until when to wait for the opening; `nil` for ever.
  private let openDeadline: Duration?
  private var log: TraceLog?
  private var registration: ViewerTable.Registration?
  private var viewerPlace: Viewer.Place?
  private var runViewer: RunViewer?
  private var expectation: Expectation?
  private let isConnection: Bool
  var needsSnapshots = false
  /// Whether the viewer was told how the trace stood when it came.
  private var hasBegun = false

  /// - Parameters:
  ///   - isConnection: whether events are encoded for the viewer.
  ///   - openTimeout: how long to wait for the opening; `nil` as long as the buffer says.
  init(
    buffer: StatusBuffer, trace: TraceID, after cursor: Cursor, isConnection: Bool,
    openTimeout: Duration? = nil
  ) {
    self.isConnection = isConnection
    self.buffer = buffer
    self.trace = trace
    self.cursor = cursor
    self.number = cursor.number
    let openTimeout = openTimeout ?? buffer.configuration.openTimeout
    self.openDeadline = openTimeout.finite.map { buffer.clock.now + $0 }
  }

  var isAttached: Bool { log != nil }

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
    let viewer = try attend()
    let isDraining = isDraining
    if let log = try attach() {
      viewerPlace = viewerPlace ?? viewer.enter(log, after: number)
      var batch = try read(log, limit: limit)
      if !batch.isEmpty || batch.snapshot != nil {
        batch.encodings = log.sharedEncodings(buffer.configuration)
        return batch
      }
      if isConnection { log.noteCatchingUp() }
      isComplete = batch.isComplete
    }
    isDrained = isDraining && !isComplete
    return nil
  }

  private mutating func read(_ log: TraceLog, limit: Int) throws(BufferError) -> EventBatch {
    guard needsSnapshots else { return try buffer.read(log, after: number, limit: limit) }
    let batch = try buffer.readWithSnapshot(
      log, after: number, limit: limit, atCursor: !hasBegun)
    hasBegun = true
    return batch
  }

  private mutating func attend() throws(BufferError) -> Viewer {
    if let registration { return registration.viewer }
    let viewer = Viewer(parker: parker, isConnection: isConnection)
    registration = try buffer.admit(viewer, of: trace)
    return viewer
  }

  private mutating func attach() throws(BufferError) -> TraceLog? {
    if let log { return log }
    log = try find()
    if let log { runViewer = RunViewer(at: log, of: buffer) }
    return log
  }

  private mutating func find() throws(BufferError) -> TraceLog? {
    var log: TraceLog?
    if let expectation {
      log = expectation.log
    } else {
      let number = try cursor.number(in: buffer.epoch, of: trace)
      log = buffer.heldLog(of: trace)
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
    registration?.viewer.noteDelivery(of: events, at: viewerPlace)
    isComplete = events.isTerminal
  }

  var isDraining: Bool { buffer.isDraining }
  var isOverdue: Bool { buffer.isDraining && buffer.isPastDrainDeadline }

  mutating func leave(_ ending: DeliveryEnding) {
    runViewer?.leave(hasHungUp: ending.isHangUp && !buffer.isDraining)
    runViewer = nil
    registration = nil
    // Should it be read again, that is another viewer.
    viewerPlace = nil
  }

  var isWoken: Bool { true }

  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration {
    buffer.timers(on: clock)
  }

  func awaitMore() async {
    if let log {
      await buffer.awaitChange(of: log, after: number, in: parker)
    } else if let expectation {
      await buffer.awaitOpening(expectation, in: parker)
    }
  }
}
