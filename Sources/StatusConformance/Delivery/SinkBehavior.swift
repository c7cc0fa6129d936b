import StateLocking
import StatusStreaming

extension SinkBehavior {
  /// How one of many viewers goes.
  struct Fate: Sendable {
    let occasion: Occasion
    /// Whether its connection is cancelled; if not, its sink throws.
    let isCancellation: Bool

    /// Draws how viewers go who all do: in one way, or in two.
    static func drawn(_ count: Int, on stage: Stage) -> [Fate] {
      let ways = stage.element(of: [[false], [true], [false, true]])
      return (0..<count).map { _ in
        Fate(
          occasion: .send(1 + stage.next(below: 2)), isCancellation: stage.element(of: ways))
      }
    }
  }

  /// Has the viewer go.
  mutating func meet(_ fate: Fate) {
    if fate.isCancellation { cancelling = fate.occasion } else { failing = fate.occasion }
  }
}

/// How a viewer's sink behaves in a run.
struct SinkBehavior: Sendable {
  /// One of the calls of a sink, counted from 1 among those of its kind.
  enum Occasion: Sendable, Hashable {
    case send(Int)
    case heartbeat(Int)
    case close(Int)
  }

  /// The call that fails; `nil` if none does.
  var failing: Occasion?
  /// The call during which the connection is cancelled.
  var cancelling: Occasion?
  /// The calls that take long, and how long.
  var stalls: [Occasion: Duration] = [:]
  /// Whether it completes its writes although the task is cancelled.
  var isStubborn = false
  /// Whether it refuses what a cancelled task begins, and completes what was begun before: as
  /// SwiftNIO's writer does.
  var completesWrites = false
  /// What befalls one of its calls; `nil` if nothing does.
  var fault: SinkFault?
  /// What it takes of events that are there together.
  var acceptance = BatchAcceptance.one
  /// What it refuses to encode.
  var refusals = SinkRefusals()
  /// How long a write may take; one is drawn.
  var latencies: [Duration] = [
    .zero, .zero, .milliseconds(1), .milliseconds(20), .milliseconds(80),
  ]

  /// How long a plan's stalled write takes.
  private static let stall = Duration.seconds(3)
  /// The same where another viewer must not wait for it: longer than a connection may go on.
  static let longStall = Duration.seconds(120)

  /// Draws how a plan's sink behaves; of two viewers one is broken.
  static func drawn(for plan: DeliveryPlan, isBroken: Bool, on stage: Stage) -> SinkBehavior {
    var behavior = SinkBehavior()
    switch plan {
    case .brokenSink: behavior.failing = .send(1 + stage.next(below: 5))
    case .brokenViewer where isBroken:
      // The others are cancelled.
      if stage.next(below: 3) == 0 { behavior.failing = .send(1 + stage.next(below: 4)) }
    case .reconnected where isBroken: behavior.failing = .send(1 + stage.next(below: 4))
    case .cancelled:
      behavior.isStubborn = stage.next(below: 2) == 0
      if stage.next(below: 2) == 0 { behavior.cancelling = .send(1 + stage.next(below: 5)) }
      behavior.latencies = [.milliseconds(20), .zero, .milliseconds(80)]
      // What waits behind a slow write is what a cancelled loop may hurry to send.
      if stage.next(below: 2) == 1 { behavior.latencies = [.milliseconds(80)] }
    case .slowViewer:
      behavior.stalls[.send(1 + stage.next(below: 4))] = stall
      behavior.latencies = [.zero, .milliseconds(1), .milliseconds(20)]
    case .heldUp:
      if isBroken { behavior.stalls[.send(1 + stage.next(below: 4))] = longStall }
      behavior.latencies = [.zero]
    case .idle: behavior.latencies = [.zero, .milliseconds(80), .seconds(2)]
    case .longSends: behavior.latencies = [.seconds(3), .seconds(4)]
    case .failedRead, .failingReads, .roundBacklog, .evenBacklog: behavior.latencies = [.zero]
    case .refusals: behavior.refusals = .drawnOfUpdates(on: stage)
    case .refusedEnd:
      behavior.refusals = .drawn(
        of: [
          .answers, .answersWithArtifacts, .answersWithNotes, .longerThan(10), .answersWithEither,
          .longerThan(3), .everything,
        ], on: stage)
    case .refusedStop:
      behavior.refusals = .drawn(of: [.longerThan(10), .longerThan(3), .everything], on: stage)
    case .refusedAgain:
      let refused = 1 + stage.next(below: 3)
      behavior.refusals.updates = [refused]
      // What is told of the refusal is the last that arrives, or nearly so.
      if isBroken { behavior.failing = .send(refused + 2 + stage.element(of: [0, 0, 1])) }
    default: break
    }
    let acceptances: [BatchAcceptance] =
      plan == .batches ? [.half, .all, .seldom, .some, .one] : [.one, .all, .half, .some]
    behavior.acceptance = stage.element(of: acceptances)
    return behavior
  }
}

/// What befalls one call of a viewer's sink in a run about closing or stalling.
struct SinkFault: Sendable, Hashable {
  /// What comes of the call.
  enum Kind: Sendable, Hashable {
    /// It throws.
    case failure
    /// It takes a time, unless it is cancelled before.
    case delay(Duration)
    /// It takes a time, cancelled or not.
    case stubbornDelay(Duration)
  }

  /// The send that is meant, counted from 1; `nil` for a close.
  var send: Int?
  var kind: Kind

  func befalls(_ occasion: SinkBehavior.Occasion) -> Bool {
    if let send { return occasion == .send(send) }
    if case .close = occasion { return true }
    return false
  }

  /// Draws what befalls closing.
  static func drawnOfClosing(on stage: Stage) -> SinkFault {
    let delay = Kind.delay(stage.patience(.seconds(100)))
    // Closes that fail are in worlds, too.
    return SinkFault(kind: stage.element(of: [delay, .failure]))
  }

  /// Draws a send that takes too long, or one that takes long.
  ///
  /// - Parameter timeout: how long a send may take.
  static func drawn(within timeout: Duration, on stage: Stage) -> SinkFault {
    // Who sends what is there together sends seldom.
    let send = stage.element(of: [1, 2, 1, 3, 2, 5])
    let excess = stage.isReal ? timeout : .seconds(30)
    let kinds: [Kind] = [
      .delay(timeout + excess), .stubbornDelay(timeout + timeout / 2), .delay(timeout / 2),
      .stubbornDelay(timeout + timeout / 2), .stubbornDelay(timeout / 2),
      .stubbornDelay(timeout + timeout / 2),
    ]
    return SinkFault(send: send, kind: stage.element(of: kinds))
  }
}

extension SinkBehavior {
  /// Lets the fault of a plan about closing or stalling befall the sink.
  ///
  /// - Parameter timeout: how long the loop lets a send take; `nil` for ever.
  mutating func addFault(for plan: DeliveryPlan, timeout: Duration?, on stage: Stage) {
    switch plan {
    case .cancelledOutput, .cancelledBeats:
      completesWrites = true
      if stage.next(below: 2) == 0 { cancelling = .send(1 + stage.next(below: 5)) }
      latencies = [.milliseconds(20), .zero, .milliseconds(80)]
    case .failingClose: fault = .drawnOfClosing(on: stage)
    case .stalledSend: fault = timeout.map { .drawn(within: $0, on: stage) }
    default: break
    }
    if let timeout, plan == .sendsInTime {
      latencies = [timeout / 8 * 5, timeout / 8 * 7]
    } else if let timeout {
      hasten(within: timeout)
    }
  }

  /// Lets no call take too long: what may not is not to be slow in runs about something else.
  mutating func hasten(within timeout: Duration) {
    latencies = latencies.map { min($0, timeout / 4) }
    stalls = stalls.mapValues { min($0, timeout / 2) }
  }
}

extension ViewerConnection {
  /// Lets a call meet with its fault.
  func meet(_ fault: SinkFault) async throws {
    update { $0.faultyCall = $0.calls.lastIndex { $0.result == nil } }
    switch fault.kind {
    case .failure:
      state.withLock { $0.isBroken = true }
      throw SinkFailure()
    case .delay(let delay): try await stage.clock.sleep(for: delay)
    case .stubbornDelay(let delay):
      let clock = stage.clock
      try await stage.spawn("write") { try await clock.sleep(for: delay) }.value
    }
  }
}

/// What a sink throws when a run breaks its connection.
struct SinkFailure: Error, CustomStringConvertible {
  /// What a person reads.
  var description: String { "connection reset" }
}
