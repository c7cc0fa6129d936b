import StateLocking
public import StatusStreaming

/// Everything that an agent publishes, in one order, whichever way it goes.
final class AgentHistory: Sendable {
  let buffer: StatusBuffer
  private let trace: TraceID
  private let clock: RunClock
  private let recorder: Recorder<AgentRecording>
  private let cursor = Lock(Cursor.zero)

  init(on clock: RunClock, into recorder: Recorder<AgentRecording>) {
    // An agent may be silent for as long as its work takes, or report on days of it.
    buffer = StatusBuffer(
      configuration: StatusBuffer.Configuration(capacity: .max, abandonAfter: nil), clock: clock)
    trace = recorder.recording.trace
    self.clock = clock
    self.recorder = recorder
  }

  /// Takes over what the buffer was given meanwhile.
  func collect() {
    cursor.withLock { cursor in
      let events = (try? buffer.events(of: trace, after: cursor, limit: .max)) ?? []
      for event in events {
        let time = RunClock.Instant(elapsed: event.time)
        recorder.update { $0.publish(event.payload, in: trace, at: time) }
        cursor = event.cursor
      }
    }
  }

  /// Notes that a piece of work begins.
  ///
  /// - Returns: its place among all.
  func begin(_ work: String, step: Int?) -> Int {
    collect()
    return recorder.update { $0.begin(work, step: step, at: clock.now) }
  }

  /// Notes that a piece of work is done, or throws.
  func end(_ work: Int, throwing error: (any Error)? = nil) {
    collect()
    recorder.update { $0.end(work, throwing: error, at: clock.now) }
  }

  func note(_ situation: AgentSituation) {
    recorder.update { $0.occurrences.note(situation) }
  }

  func note(_ payload: StreamEvent.Payload, in trace: TraceID) -> SequenceNumber {
    collect()
    return recorder.update { recording in
      recording.publish(payload, in: trace, at: clock.now)
      return SequenceNumber(rawValue: recording.entries.count)
    }
  }

  func events(of trace: TraceID) -> [StreamEvent] {
    collect()
    guard trace == self.trace else { return [] }
    return recorder.recording.entries.enumerated().map { index, entry in
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: entry.payload)
    }
  }
}

/// A buffer that refuses nothing, so that what an agent does wrong is seen.
///
/// For agents that publish by themselves: what they add after the end, or a second end, is kept and
/// judged, where a real buffer's error is easily ignored.
public struct AgentLog: StatusBuffering {
  let history: AgentHistory

  /// Does nothing, since every trace is accepted.
  public func open(_ trace: TraceID) {}

  /// Notes an update, whatever has happened before.
  ///
  /// - Returns: its place among all that was noted, from 1 on.
  @discardableResult
  public func append(
    _ update: StatusUpdate, to trace: TraceID
  ) -> SequenceNumber {
    history.note(.update(update), in: trace)
  }

  /// Notes an end, whether it is the first or not.
  ///
  /// - Returns: its place among all that was noted, from 1 on.
  @discardableResult
  public func finish(_ trace: TraceID, with outcome: TraceOutcome) -> SequenceNumber {
    history.note(outcome.payload, in: trace)
  }

  /// What was noted of the run's trace after a cursor, at most `limit` of it; nothing of others.
  public func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) -> [StreamEvent] {
    let number = max(cursor.number.rawValue, 0)
    return Array(history.events(of: trace).dropFirst(number).prefix(max(limit, 0)))
  }

  /// Does nothing: what an agent has said stays said.
  public func remove(_ trace: TraceID) {}
}
