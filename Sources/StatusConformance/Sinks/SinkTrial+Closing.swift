import StatusStreaming

extension SinkTrial {
  /// Closes a sink; if the connection is to be cancelled, in a task of its own that is not, as
  /// delivery with a sink that is given away does.
  func close(
    _ sink: inout Sink, of plan: SinkPlan, over connection: WireConnection
  ) async -> Bool {
    guard plan == .cancelled else {
      return await connection.call(.close) { try await sink.close() }
    }
    let lent = LentSink(sink)
    let isAlive = await connection.call(.close) { () async throws -> Void in
      connection.leaveTask()
      let closing = connection.stage.spawn("what closes the sink") { try await lent.sink.close() }
      try await closing.value
    }
    sink = lent.sink
    return isAlive
  }
}

/// A sink that is used by one task at a time, as the one that lends it waits.
private final class LentSink<Sink: StatusSink>: @unchecked Sendable {
  var sink: Sink

  init(_ sink: Sink) {
    self.sink = sink
  }
}

extension ConnectionView {
  /// A write that was begun by a cancelled task of the sink's own, and that nobody is told of.
  var lostWrite: Finding? {
    guard let number = writes.firstIndex(where: { $0.isOfLostTask && !$0.isAfterClose }) else {
      return nil
    }
    let write = writes[number]
    guard calls.dropFirst(max(write.calls - 1, 0)).allSatisfy({ $0.outcome == .returned }) else {
      return nil
    }
    return Finding(
      expected:
        "write \(number + 1) to be begun in a task that is not cancelled, or a call to throw",
      seen: """
        \(write.size) bytes in a task that is cancelled, which a transport refuses, and every call \
        returns
        """, at: .call(max(write.calls, 1)))
  }
}
