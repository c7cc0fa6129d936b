import StatusStreaming

/// What is judged where a delivery ends before it has told the end of its trace.
extension DeliveryJudgement {
  /// Whether the closure has returned as if all had been told, and has not delivered the end.
  var isSilentEnd: Bool {
    !viewer.isCancelled && !viewer.isStopped && viewer.failure == nil && viewer.ending == nil
      && viewer.outcome == .returned
  }

  /// A delivery that returned before the end, although a read of the buffer has failed.
  ///
  /// - Parameter newest: the number of the terminal event; `nil` if there is none.
  func untoldFailureOfRead(before newest: Int?) -> Finding? {
    guard isSilentEnd, viewer.place.failedReads > 0, viewer.cursor.rawValue < newest ?? .max else {
      return nil
    }
    return Finding(
      expected: """
        the connection's closure to throw, since a read of the buffer failed and the end was not \
        delivered
        """, seen: ending)
  }

  /// A delivery that returned before the end, although its trace was removed.
  ///
  /// - Parameter newest: the number of the terminal event; `nil` if there is none.
  func untoldRemoval(before newest: Int?) -> Finding? {
    guard isSilentEnd, viewer.cursor.rawValue < newest ?? .max else { return nil }
    let reason =
      newest == nil
      ? "its trace was removed before its end"
      : "its trace was removed before the end was delivered"
    return Finding(expected: "the connection's closure to throw, since \(reason)", seen: ending)
  }
}
