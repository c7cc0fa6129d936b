/// A delivery's sink, together with what the delivery has to know of it.
struct Outlet<Sink: StatusSink, C: Clock> where C.Duration == Duration {
  private(set) var sink: Sink
  /// When something was last written, at first when the delivery began.
  private(set) var lastWrite: C.Instant
  private var isUsed = false
  private let clock: C
  private let isTimed: Bool

  /// - Parameter isTimed: whether anybody asks for ``lastWrite``; to read a clock after every event
  ///   can cost more than the rest.
  init(_ sink: Sink, clock: C, isTimed: Bool) {
    self.sink = sink
    self.clock = clock
    self.isTimed = isTimed
    self.lastWrite = clock.now
  }

  /// Sends a batch's events one after another until the task is cancelled, moving the source's
  /// cursor past each that the sink has accepted.
  mutating func send(
    _ batch: some EventQueue, of source: inout some EventSource
  ) async throws(DeliveryInterruption) {
    var batch = batch
    while let event = batch.popFirst() {
      if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
      isUsed = true
      do {
        try await sink.send(event)
      } catch {
        throw Self.death(by: error)
      }
      if isTimed { lastWrite = clock.now }
      source.noteDelivery(of: event)
    }
  }

  mutating func heartbeat() async throws(DeliveryInterruption) {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    isUsed = true
    do {
      try await sink.heartbeat()
    } catch {
      throw Self.death(by: error)
    }
    lastWrite = clock.now
  }

  /// Closes the sink, if it was used.
  ///
  /// - Returns: the ending given, or the sink's failure to close.
  mutating func close(_ ending: DeliveryEnding) async -> DeliveryEnding {
    guard isUsed else { return ending }
    do {
      try await sink.close()
      return ending
    } catch {
      return Self.death(by: error).ending
    }
  }

  /// A writer that gives up because the delivery's own task was cancelled has not failed, whatever
  /// it throws: transports have errors of their own for that.
  private static func death(by error: any Error) -> DeliveryInterruption {
    DeliveryInterruption(
      ending: Task.isCancelled ? .cancelled : .sinkFailed(error), isSinkDead: true)
  }
}
