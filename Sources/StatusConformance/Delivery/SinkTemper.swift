extension SinkTemper {
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
struct SinkTemper: Sendable {
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
  var trouble: SinkTrouble?
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

  /// Draws how a plan's sink behaves; of two viewers one is broken.
  static func drawn(for plan: DeliveryPlan, isBroken: Bool, on stage: Stage) -> SinkTemper {
    var temper = SinkTemper()
    switch plan {
    case .brokenSink: temper.failing = .send(1 + stage.next(below: 5))
    case .brokenViewer where isBroken:
      // The others are cancelled.
      if stage.next(below: 3) == 0 { temper.failing = .send(1 + stage.next(below: 4)) }
    case .reconnected where isBroken: temper.failing = .send(1 + stage.next(below: 4))
    case .cancelled:
      temper.isStubborn = stage.next(below: 2) == 0
      if stage.next(below: 2) == 0 { temper.cancelling = .send(1 + stage.next(below: 5)) }
      temper.latencies = [.milliseconds(20), .zero, .milliseconds(80)]
      // What waits behind a slow write is what a cancelled loop may hurry to send.
      if stage.next(below: 2) == 1 { temper.latencies = [.milliseconds(80)] }
    case .slowViewer:
      temper.stalls[.send(1 + stage.next(below: 4))] = stall
      temper.latencies = [.zero, .milliseconds(1), .milliseconds(20)]
    case .idle: temper.latencies = [.zero, .milliseconds(80), .seconds(2)]
    case .failedRead: temper.latencies = [.zero]
    case .refusals: temper.refusals = .drawnOfUpdates(on: stage)
    case .refusedEnd:
      temper.refusals = .drawn(
        of: [
          .answers, .answersWithArtifacts, .answersWithNotes, .longerThan(10), .answersWithEither,
          .longerThan(3), .everything,
        ], on: stage)
    case .refusedStop:
      temper.refusals = .drawn(of: [.longerThan(10), .longerThan(3), .everything], on: stage)
    case .refusedAgain:
      temper.refusals.updates = [1 + stage.next(below: 3)]
      if isBroken { temper.failing = .send(3 + stage.next(below: 4)) }
    default: break
    }
    let acceptances: [BatchAcceptance] =
      plan == .batches ? [.half, .all, .seldom, .some, .one] : [.one, .all, .half, .some]
    temper.acceptance = stage.element(of: acceptances)
    return temper
  }
}
