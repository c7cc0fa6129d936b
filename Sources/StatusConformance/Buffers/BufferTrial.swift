import RunTimelines
import StatusStreaming

/// The runs of a buffer under verification.
struct BufferTrial<Buffer: StatusBuffering>: Trial {
  static var subject: ConformanceSubject { .buffer }
  static var usualRuns: Int { 420 }

  let capabilities: Set<ConformanceCapability>
  let capacity: Int?
  let limits: StatusBuffer.Limits
  let counters: (@Sendable (Buffer) async -> StatusBuffer.Counters)?
  /// How long a trace is kept at least after its last event.
  let retention: Duration
  let isExplored: Bool
  /// Whether a run can go beyond the capacity.
  var canOverflow: Bool { capacity ?? .max <= 100_000 }
  /// Whether there is room for all that a plan writes, who counts its loss whatever was refused; a
  /// world is judged by what was accepted.
  private var holdsPlans: Bool { limits.bytes ?? .max >= 16_384 }
  /// Whether the buffers are made with the clock of the run, so that their times are judged.
  let isTimed: Bool
  /// Whether the buffers wake those who wait.
  var isWaking: Bool { Buffer.self is any StatusWaking.Type }
  let makeBuffer: @Sendable (RunClock) -> Buffer

  /// - Parameters:
  ///   - capabilities: what the buffer says that it can do, but for a bound.
  ///   - capacity: how many updates a trace keeps; below 1 it counts as 1.
  init(
    capabilities: Set<ConformanceCapability>, capacity: Int?, limits: StatusBuffer.Limits,
    counters: (@Sendable (Buffer) async -> StatusBuffer.Counters)?, retention: Duration,
    isExplored: Bool, isTimed: Bool = false, makeBuffer: @escaping @Sendable (RunClock) -> Buffer
  ) {
    self.capabilities = capacity == nil ? capabilities : capabilities.union([.bounded])
    self.capacity = capacity.map { max($0, 1) }
    self.limits = limits
    self.counters = counters
    self.retention = retention
    self.isExplored = isExplored
    self.isTimed = isTimed
    self.makeBuffer = makeBuffer
  }

  func bufferLane(of recording: BufferRecording) -> BufferLane? {
    // What it drops, and when, only it knows.
    var lane = BufferLane(capacity: nil, counting: "events accepted")
    let end = recording.calls.compactMap(\.ended).max() ?? .zero
    for life in recording.lives(keptFor: retention) {
      if let removal = life.removal {
        lane.clear(life.trace, at: removal.call.ended ?? removal.call.began)
      } else if let lapse = life.lapse, lapse <= end {
        lane.clear(
          life.trace, at: lapse,
          drawing: .init(
            .loss, "expired", "\(life.trace) need not be kept any longer", at: lapse,
            details: ["kept for": "\(retention)"]))
      }
    }
    return lane
  }

  var plans: [BufferPlan] {
    BufferPlan.allCases.filter { plan in
      switch plan {
      case .world: false
      case .traceCap: canExceedTraces
      case .byteCap: canExceedBytes
      case .counters: counters != nil
      case _ where !holdsPlans: false
      case .resume, .resumeAmongTraces, .histories: capabilities.contains(.resumable)
      case .overflow, .refusals: canOverflow
      case .waking: isWaking
      case .timing: isTimed
      case .expiry: canOverflow && capabilities.contains(.resumable)
      default: true
      }
    }
  }

  func obstacle(to rule: ConformanceRule) -> String? {
    switch rule.id {
    case 110: isWaking ? nil : "the buffer is not StatusWaking, so nobody waits"
    case 111: isTimed ? nil : "the buffer is not made with the clock of the run"
    case 502, 601, 602: canOverflow ? nil : obstacleToOverflow
    case 609, 610: canOverflow || canExceedTraces || canExceedBytes ? nil : obstacleToOverflow
    case 611 where !canExceedTraces && !canExceedBytes: "no limit on traces or bytes is declared"
    case 612 where counters == nil: "no counters are declared"
    default: nil
    }
  }

  private var obstacleToOverflow: String {
    capacity.map { "a capacity of \($0) is more than a run goes beyond" }
      ?? "no capacity is declared, so nothing overflows"
  }

  func perform(
    _ plan: BufferPlan, on stage: Stage, into recorder: Recorder<BufferRecording>
  ) async {
    let client = client(on: stage, recorder)
    switch plan {
    case .world: preconditionFailure("a world follows no plan")
    case .whole: await readWhole(client)
    case .pieces: await readInPieces(client)
    case .writers: await writeTogether(client)
    case .viewers: await viewMeanwhile(client)
    case .race: await raceToEnd(client)
    case .failure:
      await end(client, with: [.failed(message: "the log server is down"), .failed(message: "")])
    case .cancellation:
      await end(
        client, with: [.cancelled(reason: "the user has gone"), .cancelled(reason: "")],
        isCancelled: true)
    case .afterwards: await writeAfterwards(client)
    case .late: await comeLate(client)
    case .reuse: await reuse(client)
    case .traces: await keepApart(client)
    case .resume: await resume(client)
    case .resumeAmongTraces: await resumeAmongTraces(client)
    case .histories: await readOtherHistories(client)
    case .overflow: await overflow(client)
    case .expiry: await expire(client)
    case .refusals: await exceedCapacity(client)
    case .traceCap: await exceedTraces(client)
    case .byteCap: await exceedBytes(client)
    case .counters: await count(client)
    case .waking: await wakeViewers(client)
    case .timing: await writeInTime(client)
    }
  }

  func client(on stage: Stage, _ recorder: Recorder<BufferRecording>) -> Client {
    recorder.update { $0.patience = stage.patience(.seconds(10)) }
    return Client(
      buffer: makeBuffer(stage.clock), stage: stage, recorder: recorder, isTimed: isTimed)
  }

  func finding(in recording: BufferRecording, against rule: ConformanceRule) -> Finding? {
    switch recording.plan {
    case .traces: recording.mixing(against: rule)
    case .afterwards: recording.lateWriting
    case .late: recording.lateViewing
    case .reuse: rule.id == 105 ? recording.misnumbering : recording.replay
    case .resume, .resumeAmongTraces: recording.wrongContinuation
    case .histories: recording.mistakenHistory
    case .overflow: recording.overflow(against: rule, capacity: capacity ?? .max)
    case .expiry: rule.id == 501 ? recording.tooMuch : recording.wrongExpiry
    case .refusals, .traceCap, .byteCap:
      recording.refusing(against: rule, limits, capacity: capacity)
    case .counters: recording.miscount
    case .waking: recording.wrongWait(keptFor: retention, byteLimit: limits.bytes)
    case .timing: recording.wrongTime(in: recording.lives(keptFor: retention))
    case .world: nil
    case .whole, .pieces, .writers, .viewers, .race, .failure, .cancellation:
      recording.viewing(against: rule)
    }
  }
}
