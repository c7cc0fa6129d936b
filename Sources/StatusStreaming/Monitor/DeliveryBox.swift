/// One viewer's delivery, whatever its events come from.
protocol BoundDelivery<Sink, Place>: Sendable {
  associatedtype Sink: StatusSink
  associatedtype Place: Sendable

  /// The sink as the delivery has left it.
  var sink: Sink { get }

  /// Delivers until the end and closes the sink.
  func run() async -> Delivery<Place>
}

/// Where a delivery is kept, for one task at a time, as who has it waits for those that it is given to.
final class DeliveryBox<Source: EventSource, Sink: StatusSink, C: Clock>: BoundDelivery,
  @unchecked Sendable
where C.Duration == Duration {
  private var loop: DeliveryLoop<Source, Sink, C>
  /// How long the sink's calls may take, if tasks of the delivery's own may make them.
  private let limits: DeliveryLimits?
  private let timer: SinkTimer?

  /// - Parameter limits: how long calls of a sink that was given away or lent may take; `nil` for one
  ///   that only the caller's task may use.
  init(_ loop: DeliveryLoop<Source, Sink, C>, within limits: DeliveryLimits?) {
    self.loop = loop
    self.limits = limits
    timer = SinkTimer(
      limit: limits?.send, waking: loop.source.waitsInTask ? nil : loop.source.parker)
    self.loop.output.timer = timer
  }

  var sink: Sink { loop.output.sink }

  func run() async -> Delivery<Source.Place> {
    await conclude(await deliver())
  }

  /// Delivers in the caller's task, but for calls of a sink that are timed.
  private func deliver() async -> DeliveryInterruption {
    while true {
      if timer == nil || !loop.source.waitsInTask {
        loop.access = timer == nil ? .untimed : .forbidden
        if let end = await loop.run() { return end }
      }
      if let timer, let end = await deliver(timedBy: timer) { return end }
    }
  }

  /// Delivers in a task that is cancelled if a call of the sink takes too long.
  ///
  /// - Returns: `nil` if there is nothing to send any more for now.
  private func deliver(timedBy timer: SinkTimer) async -> DeliveryInterruption? {
    loop.access = .timed(timer)
    timer.resume()
    let end = await SinkTasks(clock: loop.clock).run(timedBy: timer, cancellable: true) {
      await self.loop.run()
    }
    guard case .cancelled? = end?.ending, timer.isStalled else { return end }
    return DeliveryInterruption(ending: .sinkStalled, isSinkDead: true)
  }

  private func conclude(_ end: DeliveryInterruption) async -> Delivery<Source.Place> {
    var ending = end.ending
    if !end.isSinkDead, loop.isToBeClosed(after: ending), let failure = await close() {
      ending = failure
    }
    return loop.conclude(ending, closedFor: end.ending)
  }

  /// Closes the sink, in a task that is not cancelled with the caller's if it may be.
  ///
  /// - Returns: how the delivery ends instead if that fails.
  private func close() async -> DeliveryEnding? {
    guard let limits else {
      return await loop.close().map { DeliverySink<Sink, C>.interruption(by: $0).ending }
    }
    let timer = SinkTimer(limit: limits.close)
    let failure = await SinkTasks(clock: loop.clock).run(timedBy: timer, cancellable: false) {
      await self.loop.close(timedBy: timer)
    }
    return failure.map { timer?.isStalled == true ? .sinkStalled : .sinkFailed($0) }
  }
}

/// How long calls of a sink may take.
struct DeliveryLimits {
  let send: Duration?
  let close: Duration?

  init(send: Duration?, close: Duration) {
    self.send = send?.finiteInterval(notBelow: .milliseconds(1))
    self.close = close.finiteInterval(notBelow: .milliseconds(1))
  }
}
