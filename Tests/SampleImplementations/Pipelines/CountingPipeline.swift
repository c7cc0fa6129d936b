import StateLocking
import StatusConformance
import StatusStreaming

/// A server that counts runs and viewers, and draws a conclusion of choice when none is left.
final class CountingPipeline: Sendable {
  enum Conclusion: Sendable {
    case none
    /// Bug: without a run the server is done.
    case endsWithoutRuns
    /// Bug: without a viewer a run is stopped.
    case stopsWithoutViewers
    /// Bug: of a look at most 16 KiB are written, and the rest is forgotten.
    case writesSixteenKibibytes
  }

  private struct State {
    var runs: Set<TraceID> = []
    var isDone = false
    var isStopped = false
    var viewers: [TraceID: Int] = [:]
    var stopped: Set<TraceID> = []
  }

  private struct Place {
    var encoder = EventStreamEncoder(profile: .resumable)
    var cursor: Cursor
    var hasEnded = false
  }

  private let run: PipelineRun
  private let buffer: StatusBuffer
  private let conclusion: Conclusion
  private let state = Lock(State())

  init(on run: PipelineRun, _ conclusion: Conclusion) {
    self.run = run
    self.conclusion = conclusion
    buffer = StatusBuffer(configuration: .init(abandonAfter: nil), clock: run.clock)
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest {
      try self.publish($0)
    } connect: {
      self.connect($0, $1)
    } stop: {
      self.state.withLock { $0.isStopped = true }
    }
  }

  private func publish(_ event: PipelineEvent) throws {
    switch event {
    case .open(let trace):
      try buffer.open(trace)
      state.withLock { _ = $0.runs.insert(trace) }
    case .update(let update, let trace):
      if state.withLock({ $0.stopped.contains(trace) }) { throw StatusFailure("nobody looks") }
      try buffer.append(update, to: trace)
    case .finish(let outcome, let trace):
      try buffer.finish(trace, with: outcome)
      state.withLock { state in
        state.runs.remove(trace)
        if conclusion == .endsWithoutRuns, state.runs.isEmpty { state.isDone = true }
      }
    }
  }

  private func connect(_ trace: TraceID, _ lastEventID: String?) -> PipelineConnection {
    if state.withLock({ $0.isStopped }) { return .refused("503") }
    let cursor: Cursor
    do { cursor = try Cursor(lastEventID: lastEventID) } catch { return .refused("400") }
    do {
      _ = try buffer.events(of: trace, after: cursor, limit: 1)
      if let last = cursor.previous,
        try buffer.events(of: trace, after: last, limit: 1).first?.payload.isTerminal == true
      {
        return .finished
      }
    } catch { return .refused("\(error)") }
    let kept = Lock(Place(cursor: cursor))
    state.withLock { $0.viewers[trace, default: 0] += 1 }
    return PipelineConnection {
      try await self.read(trace, kept)
    } hangingUp: {
      self.leave(trace)
    }
  }

  private func leave(_ trace: TraceID) {
    state.withLock { state in
      state.viewers[trace, default: 1] -= 1
      if conclusion == .stopsWithoutViewers, state.viewers[trace] == 0 {
        state.stopped.insert(trace)
      }
    }
  }

  private func read(_ trace: TraceID, _ kept: borrowing Lock<Place>) async throws -> [UInt8]? {
    while true {
      if kept.withLock({ $0.hasEnded }) { return nil }
      let cursor = kept.withLock { $0.cursor }
      let events = try buffer.events(of: trace, after: cursor, limit: 256)
      if let last = events.last {
        return try kept.withLock { place in
          var bytes: [UInt8] = []
          for event in events { try place.encoder.encode(event, into: &bytes) }
          place.cursor = last.cursor
          place.hasEnded = last.payload.isTerminal
          return conclusion == .writesSixteenKibibytes ? Array(bytes.prefix(16_384)) : bytes
        }
      }
      if state.withLock({ $0.isDone || $0.isStopped }) { return nil }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }
}
