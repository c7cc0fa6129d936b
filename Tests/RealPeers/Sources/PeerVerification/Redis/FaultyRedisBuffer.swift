import Foundation
import RedisStatusBuffer
import StatusStreaming

/// A mistake that somebody makes with Redis Streams.
enum RedisFault: String, CaseIterable {
  case subscribesAfterReading = "looks before it is on the list of those who wait"
  case losesTheEndNotice = "wakes nobody at the end"
  case takesNumbersFirst = "takes an update's number before it writes it"
  case trimsInSilence = "trims without a gap"
  case replaysAcrossTraces = "goes on in the stream of whatever trace was opened last"
  case forgetsAtTheEnd = "lets go of a trace's updates at its end"

  /// The rule that a reader would expect to be named.
  var rule: Int {
    switch self {
    case .subscribesAfterReading, .losesTheEndNotice: 110
    case .takesNumbersFirst: 105
    case .trimsInSilence: 602
    case .replaysAcrossTraces: 402
    case .forgetsAtTheEnd: 205
    }
  }
}

/// The buffer with one of these mistakes.
struct FaultyRedisBuffer: StatusWaking {
  let fault: RedisFault
  let base: RedisStatusBuffer
  private let newest = Newest()

  init(_ fault: RedisFault, client: RedisClient, name: String, capacity: Int) {
    self.fault = fault
    base = RedisStatusBuffer(
      client: client, name: name, configuration: .init(capacity: capacity))
  }

  var epoch: Epoch? { base.epoch }

  func open(_ trace: TraceID) async throws {
    try await base.open(trace)
    newest.trace = trace
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    switch fault {
    case .takesNumbersFirst: try await base.appendInTwoSteps(update, to: trace)
    default: try await base.append(update, to: trace)
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    switch fault {
    case .losesTheEndNotice: try await base.finishUnnoticed(trace, with: outcome)
    case .forgetsAtTheEnd: try await base.finishAlone(trace, with: outcome)
    default: try await base.finish(trace, with: outcome)
    }
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    switch fault {
    case .trimsInSilence, .forgetsAtTheEnd:
      try await base.events(of: trace, after: cursor, limit: limit).filter { event in
        if case .gap = event.payload { false } else { true }
      }
    case .replaysAcrossTraces where cursor.number > .zero:
      try await base.events(of: newest.trace ?? trace, after: cursor, limit: limit)
    default: try await base.events(of: trace, after: cursor, limit: limit)
    }
  }

  func remove(_ trace: TraceID) async {
    await base.remove(trace)
  }

  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    switch fault {
    case .subscribesAfterReading: await base.awaitNotice(of: trace)
    default: try await base.awaitEvents(of: trace, after: cursor)
    }
  }
}

/// The trace that was opened last.
private final class Newest: Sendable {
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var value: TraceID?

  var trace: TraceID? {
    get { lock.withLock { value } }
    set { lock.withLock { value = newValue } }
  }
}
