import StatusConformance
import StatusStreaming

/// A server with a task for each viewer, which follows a buffer and puts bytes into a queue that the
/// connection is served from.
struct PumpingPipeline: Sendable {
  private let run: PipelineRun
  private let buffer: StatusBuffer

  init(on run: PipelineRun) {
    self.run = run
    buffer = StatusBuffer(clock: run.clock)
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest { event in
      switch event {
      case .open(let trace): try buffer.open(trace)
      case .update(let update, let trace): try buffer.append(update, to: trace)
      case .finish(let outcome, let trace): try buffer.finish(trace, with: outcome)
      }
    } connect: { trace, lastEventID in
      connect(trace, lastEventID)
    } stop: {
      await buffer.drain(within: .seconds(1))
    }
  }

  private func connect(_ trace: TraceID, _ lastEventID: String?) -> PipelineConnection {
    guard let cursor = try? Cursor(lastEventID: lastEventID), buffer.epoch == cursor.epoch,
      let rest = try? buffer.events(of: trace, after: cursor, limit: 1)
    else { return .refused("404") }
    if rest.isEmpty, cursor != .zero, buffer.isComplete(trace, at: cursor) { return .finished }
    let (bytes, queue) = AsyncStream<[UInt8]>.makeStream()
    let pump = run.spawn("pump of \(trace)") {
      defer { queue.finish() }
      var encoder = EventStreamEncoder(profile: .resumable)
      for try await event in buffer.events(of: trace, after: cursor) {
        var chunk: [UInt8] = []
        try encoder.encode(event, into: &chunk)
        queue.yield(chunk)
      }
    }
    return PipelineConnection {
      for await chunk in bytes { return chunk }
      return nil
    } hangingUp: {
      pump.cancel()
    }
  }
}

extension StatusBuffer {
  /// Whether the last event of a trace is the one at a cursor, and its end.
  fileprivate func isComplete(_ trace: TraceID, at cursor: Cursor) -> Bool {
    guard cursor.number.rawValue > 0 else { return false }
    let previous = Cursor(SequenceNumber(rawValue: cursor.number.rawValue - 1), in: cursor.epoch)
    let last = try? events(of: trace, after: previous, limit: 1).first
    return last?.payload.isTerminal ?? false
  }
}
