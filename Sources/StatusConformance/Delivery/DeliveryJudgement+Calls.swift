import StatusStreaming

extension DeliveryJudgement {
  /// The first call that began before another one had ended.
  var overlap: Finding? {
    guard let index = viewer.calls.firstIndex(where: { $0.overlapped != nil }),
      let other = viewer.calls[index].overlapped
    else { return nil }
    let end = viewer.calls[other].ended.map { "it ended at \($0.text)" } ?? "it never ended"
    return Finding(
      expected: "no call of the sink before \(viewer.calls[other]) had ended (\(end))",
      seen: "\(viewer.calls[index]) at \(viewer.calls[index].began.text)", at: .call(index + 1))
  }

  /// The first call after the terminal event, or after a close, that is not the one close.
  ///
  /// Updates that the terminal event has overtaken are for another rule, and so is what is asked of a
  /// sink that has thrown.
  var callAfterEnd: Finding? {
    let end = viewer.ending
    var last: (index: Int, isClose: Bool)?
    let failure = viewer.failure.flatMap { viewer.calls[$0].ending } ?? .max
    for (index, call) in viewer.calls.enumerated() where call.beginning <= failure {
      if let last {
        let isAllowed =
          switch call.request {
          case .send, .batch:
            !last.isClose && !call.request.events.contains { $0.payload.isGap }
          case .close: !last.isClose
          case .heartbeat: false
          }
        guard isAllowed else {
          return Finding(
            expected: "nothing after \(viewer.calls[last.index])", seen: "\(call)",
            at: .call(index + 1))
        }
      }
      let isClose = call.request == .close
      if isClose || index == end { last = (index, isClose) }
    }
    return nil
  }

  /// A delivery that went on after the terminal event.
  var endlessness: Finding? {
    guard let end = viewer.ending, isEndless else { return nil }
    return Finding(
      expected: "the connection's closure to return after \(viewer.calls[end])", seen: ending,
      at: .call(end + 1))
  }

  /// What was done after the sink had thrown.
  var callAfterFailure: Finding? {
    guard let failed = viewer.failure, let failure = viewer.calls[failed].ending else {
      return nil
    }
    // What a send throws when the connection is cancelled may be of the cancellation's making.
    let next = viewer.calls.firstIndex {
      $0.beginning > failure && !(viewer.isCancelled && $0.request == .close)
    }
    if let index = next {
      return Finding(
        expected: "nothing to be asked of the sink after it threw from \(viewer.calls[failed])",
        seen: "\(viewer.calls[index])", at: .call(index + 1))
    }
    guard isEndless else { return nil }
    return Finding(
      expected: "the connection to end after the sink threw from \(viewer.calls[failed])",
      seen: ending, at: .call(failed + 1))
  }

  /// What was done after the connection had been cancelled.
  ///
  /// - Parameter allowance: how many writes may begin all the same. On several threads that is one:
  ///   the loop may have asked whether it is cancelled just before.
  func callAfterCancellation(allowing allowance: Int) -> Finding? {
    guard viewer.isCancelled else { return nil }
    let late = viewer.calls.indices.filter { index in
      let call = viewer.calls[index]
      // A batch of no events writes nothing.
      return call.isAfterCancellation && call.request != .batch([]) && call.request != .close
    }
    if let index = late.dropFirst(allowance).first {
      return Finding(
        expected: "no write to begin after the connection was cancelled",
        seen: "\(viewer.calls[index]) at \(viewer.calls[index].began.text)", at: .call(index + 1))
    }
    guard isEndless else { return nil }
    return Finding(
      expected: "the connection and its tasks to end after it was cancelled", seen: ending)
  }

  /// How long a connection may go on that was cancelled, beside what its sink takes: as long as closing
  /// may, and some more.
  private static var longestEnd: Duration { longestClose + .seconds(5) }

  /// What was done, or not done, after the connection had been cancelled.
  func wrongCancellation(isExplored: Bool) -> Finding? {
    if let finding = callAfterCancellation(allowing: isExplored ? 0 : 1) { return finding }
    guard isExplored, let cancelled = viewer.cancelled, let ended = viewer.ended else { return nil }
    let start = viewer.calls.reduce(cancelled) { max($0, $1.ended ?? ended) }
    guard ended - start > Self.longestEnd else { return nil }
    return Finding(
      expected: "the connection to end within \(Self.longestEnd.text) after it was cancelled",
      seen: "\(ending), cancelled at \(cancelled.text)")
  }

  /// How long a connection may be silent: a beat every half a minute, which is usual, is enough, and
  /// may wait for a read of the buffer.
  private var longestSilence: Duration { .seconds(35) + viewer.place.slowestRead }

  /// A stretch without a call that is too long.
  var silence: Finding? {
    let ending = viewer.ending
    var last = viewer.began
    for (index, call) in viewer.calls.enumerated() {
      guard call.began - last <= longestSilence else {
        return silence(from: last, to: call.began, "until \(call)", at: index)
      }
      last = call.ended ?? call.began
      if index == ending { return nil }
    }
    guard let end = viewer.ended, end - last > longestSilence else { return nil }
    return silence(from: last, to: end, "until the connection ended", at: viewer.calls.count)
  }

  private func silence(
    from start: Duration, to end: Duration, _ reason: String, at index: Int
  ) -> Finding {
    Finding(
      expected: "a heartbeat whenever nothing was written for \(longestSilence)",
      seen: "silence from \(start.text) to \(end.text), \(reason)", at: .call(index + 1))
  }
}
