import RunTimelines
import StatusStreaming
import StateLocking

extension ViewerConnection {
  /// Does what was asked of the sink, in the sink's own time.
  ///
  /// - Returns: How many events were accepted.
  @discardableResult
  func perform(_ request: DeliveryRecording.Call.Request) async throws -> Int {
    let call = begin(request)
    do {
      let count = try await write(request)
      update { $0.calls[call].acceptedCount = count }
      end(call, .accepted)
      return count
    } catch {
      end(
        call, .threw("\(error)"), isFailure: error is SinkFailure,
        isRefusal: error is StatusEncodingError)
      throw error
    }
  }

  private func write(_ request: DeliveryRecording.Call.Request) async throws -> Int {
    let occasion = occasion(of: request)
    if let sendLimit, case .send(sendLimit) = occasion {
      let isEarly = recorder.update { recording in
        !recording.runs[recording.viewers[index].place.run].isFinished
      }
      update { $0.isOverrun = isEarly }
      stop()
    }
    await stage.step()
    if state.withLock({ $0.isBroken }) { throw SinkFailure() }
    if !behavior.isStubborn { try Task.checkCancellation() }
    // What an encoder refuses has not come to the writer.
    let count = try accept(request)
    if let fault = behavior.fault, fault.befalls(occasion) {
      try await meet(fault)
      return count
    }
    let latency = behavior.stalls[occasion] ?? stage.element(of: behavior.latencies)
    if behavior.stalls[occasion] != nil { happened(.stalls) }
    if occasion == behavior.cancelling {
      happened(.cancellation)
      cancel("during this \(occasion.noun)")
    }
    if latency > .zero { try await wait(latency) }
    if occasion == behavior.failing {
      happened(occasion.failure)
      state.withLock { $0.isBroken = true }
      throw SinkFailure()
    }
    return count
  }

  /// How many events of a call are taken; throws for one that is refused.
  private func accept(_ request: DeliveryRecording.Call.Request) throws -> Int {
    let events = request.events
    let refused = events.firstIndex(where: behavior.refusals.refuses)
    guard case .batch = request else {
      if let refused { throw behavior.refusals.error(events[refused]) }
      return events.count
    }
    let share = behavior.acceptance.share(of: events.count, on: stage)
    if share < events.count { happened(.partialBatches) }
    guard let refused else { return share }
    if refused == 0 || behavior.refusals.concernsBatch {
      throw behavior.refusals.error(events[refused])
    }
    return min(share, refused)
  }

  private func happened(_ situation: DeliverySituation) {
    recorder.update { $0.occurrences.note(situation) }
  }

  /// Which call of its kind it is; one with nothing to send is none.
  private func occasion(of request: DeliveryRecording.Call.Request) -> SinkBehavior.Occasion {
    state.withLock { state in
      switch request {
      case .batch(let events) where events.isEmpty: return .send(0)
      case .send, .batch:
        state.sends += 1
        return .send(state.sends)
      case .heartbeat:
        state.heartbeats += 1
        return .heartbeat(state.heartbeats)
      case .close:
        state.closes += 1
        return .close(state.closes)
      }
    }
  }

  private func wait(_ latency: Duration) async throws {
    guard behavior.isStubborn || behavior.completesWrites else {
      return try await stage.clock.sleep(for: latency)
    }
    let clock = stage.clock
    try await stage.spawn("write") { try await clock.sleep(for: latency) }.value
  }

  /// Records that a call has begun.
  ///
  /// - Returns: Its place.
  private func begin(_ request: DeliveryRecording.Call.Request) -> Int {
    let now = stage.clock.now.elapsed
    let index = update { viewer in
      viewer.tick += 1
      viewer.calls.append(
        DeliveryRecording.Call(
          request: request, began: now, beginning: viewer.tick,
          isAfterCancellation: viewer.isCancelled, isOfCancelledTask: Task.isCancelled,
          overlapped: viewer.callsInProgress.first))
      viewer.callsInProgress.append(viewer.calls.count - 1)
      return viewer.calls.count - 1
    }
    let call = update { $0.calls[index] }
    recorder.note(
      at: stage.clock.now, "the sink of \(name) is asked for \(call)",
      Drawing(in: name, .arrival, call.sign, opening: "\(name) \(index)"))
    return index
  }

  /// Records that a call has ended.
  private func end(
    _ index: Int, _ result: DeliveryRecording.Call.Result, isFailure: Bool = false,
    isRefusal: Bool = false
  ) {
    let now = stage.clock.now.elapsed
    let published = recorder.update { $0.publishedCount(behind: self.index) }
    let isCancelled = Task.isCancelled
    let call = update { viewer in
      viewer.tick += 1
      viewer.calls[index].endedCancelled = isCancelled
      viewer.callsInProgress.removeAll { $0 == index }
      viewer.calls[index].result = result
      viewer.calls[index].ended = now
      viewer.calls[index].ending = viewer.tick
      viewer.calls[index].publishedCount = published
      viewer.calls[index].isFailure = isFailure
      viewer.calls[index].isRefusal = isRefusal
      return viewer.calls[index]
    }
    recorder.note(
      at: stage.clock.now, description(of: call, result),
      Drawing(
        in: name, result == .accepted ? .arrival : .failure, call.sign,
        closing: "\(name) \(index)",
        arrived: call.arrivals.filter { !$0.payload.isGap }.map(Drawing.Publication.init)))
  }

  /// What came of a call, in words; `nil` if it was done at once.
  private func description(
    of call: DeliveryRecording.Call, _ result: DeliveryRecording.Call.Result
  ) -> String? {
    switch (result, call.request) {
    case (.threw(let error), _): "the sink of \(name) throws “\(error)” from \(call)"
    case (.accepted, .batch(let events)):
      "the sink of \(name) has accepted \(call.acceptedCount) of \(events.count) events"
    case (.accepted, _):
      call.began == call.ended ? nil : "the sink of \(name) has accepted \(call)"
    }
  }
}

extension SinkBehavior.Occasion {
  fileprivate var noun: String {
    switch self {
    case .send: "send"
    case .heartbeat: "heartbeat"
    case .close: "close"
    }
  }

  /// What happens if the call fails.
  fileprivate var failure: DeliverySituation {
    switch self {
    case .send: .failingSends
    case .heartbeat: .failingHeartbeats
    case .close: .failingCloses
    }
  }
}
