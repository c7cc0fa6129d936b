import StatusStreaming

/// What is judged where the connection is cancelled, a send stalls or closing fails.
extension DeliveryJudgement {
  /// How long closing may take before it is to be given up.
  static var longestClose: Duration { .seconds(30) }

  /// How long a close takes that nobody is blamed for giving up.
  private static var slowClose: Duration { .seconds(1) }

  /// An output that was not ended after the connection had been cancelled.
  var unendedOutput: Finding? {
    guard viewer.isCancelled, !isEndless, viewer.ending == nil, hasAsked else { return nil }
    let expected = """
      the sink to be closed outside of the task that was cancelled, since nothing else has failed
      """
    for (index, call) in viewer.calls.enumerated() {
      if case .accepted = call.result {
        if call.request == .close { return nil }
        continue
      }
      if call.isRefusal { continue }
      // What a close throws is for another rule, unless it was the cancellation.
      guard call.request == .close, !call.isFailure else { return nil }
      if let ended = call.ended, ended - call.began >= Self.slowClose { return nil }
      let reason =
        switch call.result {
        case .threw(let error): "it threw \(error)"
        default: "it did not return"
        }
      return Finding(
        expected: expected,
        seen: call.isOfCancelledTask
          ? "a close by a task that is cancelled, whose writes are refused; \(ending)"
          : "a close that was cancelled: \(reason); \(ending)",
        at: .call(index + 1))
    }
    return Finding(
      expected: expected, seen: "no close; \(ending)", at: .call(viewer.calls.count + 1))
  }

  /// Whether anything was asked of the sink; a batch of no events asks for nothing.
  private var hasAsked: Bool { viewer.calls.contains { $0.request != .batch([]) } }

  /// A send that was not given up when it took too long, or was although it did not.
  ///
  /// - Parameter timeout: how long it may take.
  func stall(beyond timeout: Duration) -> Finding? {
    guard let index = viewer.faultyCall, let fault = viewer.fault else { return nil }
    let call = viewer.calls[index]
    let time = call.ended.map { $0 - call.began }
    func finding(_ expected: String, _ seen: String) -> Finding {
      Finding(expected: expected, seen: seen, at: .call(index + 1))
    }
    let length: Duration
    switch fault.kind {
    case .failure: return nil
    case .delay(let delay), .stubbornDelay(let delay): length = delay
    }
    if let finding = haste(at: index, within: timeout) { return finding }
    guard length > timeout else { return nil }
    guard let time, time < length || fault.isStubborn else {
      return finding(
        "\(call) to be cancelled once it had taken \(timeout.text)",
        time.map { "it was accepted after \($0.text)" } ?? "it never ended")
    }
    return sequel(of: call, finding)
  }

  /// A send that was cancelled, by nobody but the loop, before it had taken too long.
  func haste(within timeout: Duration) -> Finding? {
    viewer.calls.indices.first { isGivenUp(at: $0) }.flatMap { haste(at: $0, within: timeout) }
  }

  /// Whether a call was cancelled, and the connection given up with it, be it accepted all the same.
  private func isGivenUp(at index: Int) -> Bool {
    let call = viewer.calls[index]
    guard call.request != .close else { return false }
    if call.result == .threw("\(CancellationError())") { return true }
    let isLast = viewer.calls.allSatisfy { $0.beginning <= call.beginning || $0.request == .close }
    return call.endedCancelled && !call.isOfCancelledTask && !call.isEnd && isLast
      && viewer.tellsFailure && viewer.failure == nil
  }

  private func haste(at index: Int, within timeout: Duration) -> Finding? {
    let call = viewer.calls[index]
    // Clocks of loops may tick.
    guard isGivenUp(at: index), let time = call.ended.map({ $0 - call.began }),
      time < timeout * 9 / 10
    else { return nil }
    return Finding(
      expected: "\(call) to be waited for: a send may take \(timeout.text)",
      seen: "it was cancelled after \(time.text)", at: .call(index + 1))
  }

  /// What is wrong after a send that took too long.
  private func sequel(
    of call: DeliveryRecording.Call, _ finding: (String, String) -> Finding
  ) -> Finding? {
    if let ended = viewer.ended, let end = call.ended, ended < end {
      return finding(
        "\(call) to be waited for once it was cancelled, until \(end.text)", "\(ending)")
    }
    // Then all has been told, if late.
    if call.arrivals.contains(where: { $0.payload.isTerminal }) { return nil }
    if let next = viewer.calls.firstIndex(where: { $0.beginning > call.beginning }) {
      return Finding(
        expected: "nothing to be asked of the sink after \(call), which took too long",
        seen: "\(viewer.calls[next]) at \(viewer.calls[next].began.text)", at: .call(next + 1))
    }
    guard viewer.tellsFailure, !isEndless else {
      return finding(
        "the connection's closure to throw, since \(call) took too long", ending)
    }
    return nil
  }

  /// A close that threw without anybody being told.
  var untoldFailureOfClose: Finding? {
    let failed = viewer.calls.firstIndex { $0.request == .close && $0.isFailure }
    guard let index = failed, !viewer.tellsFailure, !isEndless else { return nil }
    return Finding(
      expected: "the connection's closure to throw, since \(viewer.calls[index]) threw",
      seen: ending, at: .call(index + 1))
  }

  /// A close that has failed without anybody being told, or that was waited for too long.
  var untoldClose: Finding? {
    guard let index = viewer.faultyCall, let fault = viewer.fault else { return nil }
    let call = viewer.calls[index]
    if case .failure = fault.kind { return untoldFailureOfClose }
    let limit = Self.longestClose.text
    guard !isEndless, let time = call.ended.map({ $0 - call.began }), time <= Self.longestClose
    else {
      return Finding(
        expected: "a close that does not return to be cancelled within \(limit)", seen: ending,
        at: .call(index + 1))
    }
    if viewer.tellsFailure { return nil }
    return Finding(
      expected: "the connection's closure to throw, since \(call) was given up", seen: ending,
      at: .call(index + 1))
  }
}

extension SinkFault {
  /// Whether the call takes its time although it is cancelled.
  fileprivate var isStubborn: Bool {
    if case .stubbornDelay = kind { true } else { false }
  }
}
