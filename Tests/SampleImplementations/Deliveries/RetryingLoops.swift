import StatusConformance
import StatusStreaming

/// Loops that read again when a read has failed, or send less when a send was refused.
enum RetryingLoops {
  // MARK: Reads

  /// Bug: counts failed reads and never begins anew; the fourth ends the loop as if the run were over.
  static func runsOutOfTries(_ run: DeliveryRun) async throws {
    try await retry(run) { $0 < 4 }
  }

  /// Bug: ends at the first failed read as if the run were over.
  static func takesAFailureForTheEnd(_ run: DeliveryRun) async throws {
    try await retry(run) { _ in false }
  }

  /// Correct: gives up at the fourth failed read, and says so.
  static func givesUpWithAnError(_ run: DeliveryRun) async throws {
    try await retry(run) { count in
      if count == 4 { throw StatusFailure("the buffer can't be reached") }
      return true
    }
  }

  /// Correct: tries again after one second, two, and so on up to 16, and then throws.
  static func backsOff(_ run: DeliveryRun) async throws {
    try await retry(run, pausing: { .seconds(1 << ($0 - 1)) }, isForgiving: true) { count in
      if count == 6 { throw StatusFailure("the buffer can't be reached") }
      return true
    }
  }

  /// Bug: waits twice as long after each failed read, whatever has succeeded since.
  static func waitsLongerAndLonger(_ run: DeliveryRun) async throws {
    try await retry(run, pausing: { .milliseconds(50 << min($0, 13)) }) { _ in true }
  }

  /// - Parameters:
  ///   - pause: for how long before the try that follows so many failed ones.
  ///   - isForgiving: whether a read that succeeds makes those before it be forgotten.
  private static func retry(
    _ run: DeliveryRun, pausing pause: (Int) -> Duration = { _ in .milliseconds(200) },
    isForgiving: Bool = false, goingOn goesOn: (Int) throws -> Bool
  ) async throws {
    var last = run.resumeAfter
    var failures = 0
    while true {
      let page: [StreamEvent]
      do {
        page = try await run.buffer.events(of: run.trace, after: last, limit: 20)
        if page.isEmpty, try await run.hasEnded(at: last) { return }
      } catch let error where error.isOfRead {
        failures += 1
        guard try goesOn(failures) else { return }
        try await run.clock.sleep(for: pause(failures))
        continue
      }
      if isForgiving { failures = 0 }
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(250)) }
    }
  }

  // MARK: Ends

  /// Correct: reads again for ever, and sends less and less of what is refused; an end of which nothing is
  /// accepted it tells to its caller.
  static func shrinksAndThrows(_ run: DeliveryRun) async throws {
    try await shrink(run) { throw $0 }
  }

  /// Bug: returns as if the viewer had been told, where nothing of the end was accepted.
  static func shrinksAndReturns(_ run: DeliveryRun) async throws {
    try await shrink(run) { _ in }
  }

  /// Bug: a gap in the place of an update is made anew, and of no history then.
  static func makesGapsAnew(_ run: DeliveryRun) async throws {
    try await shrink(run, anew: \.isGap) { throw $0 }
  }

  /// Bug: an end in the place of a larger one is made anew, and of no history then.
  static func makesEndsAnew(_ run: DeliveryRun) async throws {
    try await shrink(run, anew: \.isTerminal) { throw $0 }
  }

  private static func shrink(
    _ run: DeliveryRun, anew isAnew: (StreamEvent.Payload) -> Bool = { _ in false },
    givingUp giveUp: (StatusEncodingError) throws -> Void
  ) async throws {
    var last = run.resumeAfter
    while true {
      let page: [StreamEvent]
      do {
        page = try await run.buffer.events(of: run.trace, after: last, limit: 16)
        if page.isEmpty, try await run.hasEnded(at: last) { return }
      } catch let error where error.isOfRead && !Task.isCancelled {
        try await run.clock.sleep(for: .milliseconds(300))
        continue
      }
      for event in page {
        let smaller = smaller(event).map { payload in
          StreamEvent(
            trace: event.trace, sequence: event.sequence,
            epoch: isAnew(payload) ? nil : event.epoch, time: event.time, payload: payload)
        }
        let refusal = try await offer([event] + smaller, run)
        last = event.cursor
        if event.payload.isTerminal {
          if let refusal { try giveUp(refusal) }
          return
        }
      }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(400)) }
    }
  }

  /// Offers one form after the other.
  ///
  /// - Returns: the refusal of the last one, if none was accepted.
  private static func offer(
    _ forms: [StreamEvent], _ run: DeliveryRun
  ) async throws -> StatusEncodingError? {
    var refusal: StatusEncodingError?
    for form in forms {
      try Task.checkCancellation()
      do {
        try await run.sink.send(form)
        return nil
      } catch let error as StatusEncodingError where error.code != .ended {
        refusal = error
      }
    }
    return refusal
  }

  private static func smaller(_ event: StreamEvent) -> [StreamEvent.Payload] {
    switch event.payload {
    case .update, .gap: [.gap(lost: 1)]
    case .complete(let answer):
      [
        .complete(FinalAnswer(text: answer.text, route: answer.route)),
        .failed(message: "the answer is too large"), .failed(message: ""),
      ]
    case .failed(let text): [.failed(message: String(text.prefix(80))), .failed(message: "")]
    case .cancelled(let text):
      [.cancelled(reason: String(text.prefix(80))), .cancelled(reason: "")]
    }
  }
}

extension StreamEvent.Payload {
  fileprivate var isGap: Bool {
    if case .gap = self { true } else { false }
  }
}
