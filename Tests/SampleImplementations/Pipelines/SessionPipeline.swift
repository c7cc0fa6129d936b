import StateLocking
import StatusConformance
import StatusStreaming

/// A server that keeps a session for each viewer who comes with an id.
final class SessionPipeline: Sendable {
  /// What it does about another session with the same id.
  enum Habit: Sendable {
    /// Correct: nothing.
    case none
    /// Bug: takes it for the same viewer's, and ends the old connection.
    case takesOver
    /// Bug: goes on with it, so that two viewers share what follows.
    case shares
  }

  private struct Session {
    var encoder = EventStreamEncoder(profile: .resumable)
    var cursor: Cursor
    var isReplaced = false
    var isOver = false
  }

  private final class Kept: Sendable {
    let session: Lock<Session>

    init(_ cursor: Cursor) {
      session = Lock(Session(cursor: cursor))
    }
  }

  private let habit: Habit
  private let clock: RunClock
  private let buffer: StatusBuffer
  private let monitor: StatusMonitor<StatusBuffer, RunClock>
  private let sessions = Lock<[String: Kept]>([:])
  private let isStopped = Lock(false)

  init(on run: PipelineRun, _ habit: Habit) {
    self.habit = habit
    clock = run.clock
    buffer = StatusBuffer(configuration: .init(abandonAfter: nil), clock: run.clock)
    monitor = StatusMonitor(buffer: buffer, clock: run.clock)
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest {
      try self.publish($0)
    } connect: {
      await self.connect($0, $1)
    } stop: {
      self.isStopped.withLock { $0 = true }
    }
  }

  private func publish(_ event: PipelineEvent) throws {
    switch event {
    case .open(let trace): try buffer.open(trace)
    case .update(let update, let trace): try buffer.append(update, to: trace)
    case .finish(let outcome, let trace): try buffer.finish(trace, with: outcome)
    }
  }

  private func connect(_ trace: TraceID, _ lastEventID: String?) async -> PipelineConnection {
    if isStopped.withLock({ $0 }) { return .refused("503") }
    switch await monitor.admit(trace.rawValue, lastEventID: lastEventID) {
    case .answer(let answer):
      return answer.reason == .ended ? .finished : .refused("\(answer)")
    case .viewing(let viewing):
      let kept = admit(viewing.cursor, as: lastEventID.map { "\(trace) \($0)" })
      return PipelineConnection {
        try await self.read(trace, kept)
      } hangingUp: {
        if self.habit != .shares { kept.session.withLock { $0.isOver = true } }
      }
    }
  }

  private func admit(_ cursor: Cursor, as name: String?) -> Kept {
    let kept = Kept(cursor)
    guard let name, habit != .none else { return kept }
    return sessions.withLock { sessions in
      if habit == .shares, let old = sessions[name], !old.session.withLock({ $0.isOver }) {
        return old
      }
      let old = sessions.updateValue(kept, forKey: name)
      old?.session.withLock { $0.isReplaced = true }
      return kept
    }
  }

  private func read(_ trace: TraceID, _ kept: Kept) async throws -> [UInt8]? {
    while true {
      if kept.session.withLock({ $0.isReplaced || $0.isOver }) { return nil }
      if isStopped.withLock({ $0 }) { return nil }
      let bytes = try kept.session.withLock { session -> [UInt8]? in
        let events = try buffer.events(of: trace, after: session.cursor, limit: 50)
        guard let last = events.last else { return nil }
        var bytes: [UInt8] = []
        for event in events { try session.encoder.encode(event, into: &bytes) }
        session.cursor = last.cursor
        session.isOver = last.payload.isTerminal
        return bytes
      }
      if let bytes { return bytes }
      try await clock.sleep(for: .milliseconds(50))
    }
  }
}

/// Correct: each trace is one growing file of bytes, the same for all viewers, of which each is sent 200 bytes at a
/// time, wherever that cuts.
final class FilePipeline: Sendable {
  private struct File {
    var encoder = EventStreamEncoder(profile: .resumable)
    var bytes: [UInt8] = []
    /// Where each event ends.
    var ends: [Int] = []
    var isOver = false
  }

  private let clock: RunClock
  private let files = Lock<[TraceID: File]>([:])
  private let isStopped = Lock(false)

  init(on run: PipelineRun) {
    clock = run.clock
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest {
      try self.publish($0)
    } connect: {
      self.connect($0, $1)
    } stop: {
      self.isStopped.withLock { $0 = true }
    }
  }

  private func publish(_ event: PipelineEvent) throws {
    switch event {
    case .open(let trace): files.withLock { $0[trace] = File() }
    case .update(let update, let trace): try write(.update(update), to: trace)
    case .finish(let outcome, let trace): try write(outcome.payload, to: trace)
    }
  }

  private func write(_ payload: StreamEvent.Payload, to trace: TraceID) throws {
    try files.withLock { files in
      guard var file = files[trace], !file.isOver else { throw StatusFailure("no such run") }
      let number = SequenceNumber(rawValue: file.ends.count + 1)
      try file.encoder.encode(
        StreamEvent(trace: trace, sequence: number, payload: payload), into: &file.bytes)
      file.ends.append(file.bytes.count)
      file.isOver = payload.isTerminal
      files[trace] = file
    }
  }

  private func connect(_ trace: TraceID, _ lastEventID: String?) -> PipelineConnection {
    guard let file = files.withLock({ $0[trace] }), !isStopped.withLock({ $0 }) else {
      return .refused("404")
    }
    guard let cursor = try? Cursor(lastEventID: lastEventID), cursor.counts(in: nil),
      cursor.number.rawValue <= file.ends.count
    else { return .refused("409") }
    let number = cursor.number.rawValue
    if file.isOver, number == file.ends.count { return .finished }
    let place = Place(number == 0 ? 0 : file.ends[number - 1])
    return PipelineConnection {
      try await self.read(trace, place)
    } hangingUp: {
      place.offset.withLock { $0 = .max }
    }
  }

  private func read(_ trace: TraceID, _ place: Place) async throws -> [UInt8]? {
    while !isStopped.withLock({ $0 }) {
      guard let file = files.withLock({ $0[trace] }) else { return nil }
      let piece = place.offset.withLock { offset -> [UInt8] in
        let piece = Array(file.bytes.dropFirst(offset).prefix(200))
        offset += piece.count
        return piece
      }
      if !piece.isEmpty { return piece }
      if file.isOver { return nil }
      try await clock.sleep(for: .milliseconds(30))
    }
    return nil
  }

  private final class Place: Sendable {
    let offset: Lock<Int>

    init(_ offset: Int) {
      self.offset = Lock(offset)
    }
  }
}
