import StateLocking
import StatusConformance
import StatusStreaming

/// A buffer that stamps its events, correct but for one flaw or oddity at most.
final class StampingBuffer: StoringBuffer {
  /// What is wrong with it, or unusual.
  enum Trait: Sendable {
    /// Every event is seven seconds before the opening.
    case saysMinusSeven
    /// Times count from the making of the buffer.
    case countsFromTheMaking
    /// Times count from the event before.
    case countsFromTheEventBefore
    /// Times are those of the look.
    case stampsTheLook
    /// The end has no time.
    case leavesOutTheEnd
    /// A gap has no time.
    case leavesOutGaps
    /// Microseconds take four bytes, which are enough for 71 minutes.
    case keepsFourBytes
    /// Correct: whole milliseconds are kept.
    case keepsMilliseconds
  }

  let store: TraceStore
  private let clock: RunClock
  private let trait: Trait?
  /// When each trace was opened, and then each event appended.
  private let moments = Lock<[TraceID: [RunClock.Instant]]>([:])
  private let making: RunClock.Instant

  init(clock: RunClock, store: TraceStore = TraceStore(), _ trait: Trait? = nil) {
    self.clock = clock
    self.store = store
    self.trait = trait
    making = clock.now
  }

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    moments.withLock { $0[trace] = [clock.now] }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    moments.withLock { $0[trace]?.append(clock.now) }
    return number
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    moments.withLock { $0[trace]?.append(clock.now) }
    return number
  }

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let moments = moments.withLock { $0[trace] } ?? []
    return try record.events(of: trace, after: cursor, limit: limit).map { event in
      var event = event
      event.time = time(of: event, moments)
      return event
    }
  }

  private func time(of event: StreamEvent, _ moments: [RunClock.Instant]) -> Duration {
    let number = event.sequence.rawValue + (event.payload.isGap ? 1 : 0)
    guard moments.indices.contains(number) else { return .zero }
    let time = moments[0].duration(to: moments[number])
    return switch trait {
    case .saysMinusSeven: .seconds(-7)
    case .countsFromTheMaking: making.duration(to: moments[number])
    case .countsFromTheEventBefore: moments[number - 1].duration(to: moments[number])
    case .stampsTheLook: moments[0].duration(to: clock.now)
    case .leavesOutTheEnd where event.payload.isTerminal: .zero
    case .leavesOutGaps where event.payload.isGap: .zero
    case .keepsFourBytes:
      .microseconds(Int64(UInt32(truncatingIfNeeded: Int64(time / .microseconds(1)))))
    case .keepsMilliseconds: .milliseconds(Int(time / .milliseconds(1)))
    default: time
    }
  }
}

extension StreamEvent.Payload {
  fileprivate var isGap: Bool {
    if case .gap = self { true } else { false }
  }
}
