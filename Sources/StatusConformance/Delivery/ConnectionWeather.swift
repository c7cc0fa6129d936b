import StatusStreaming

/// What befalls one connection of a world.
struct ConnectionWeather: Sendable {
  private(set) var temper = SinkTemper()
  /// When the connection is cancelled, counted from its beginning.
  private(set) var cancellation: Duration?
  private(set) var isCancelledBefore = false
  /// The reads of the buffer that fail, counted from 1.
  private(set) var failingReads: Range<Int> = 0..<0
  /// The read during which the connection is cancelled, counted from 1.
  private(set) var cancellingRead: Int?
  /// From when on reads count for that.
  private(set) var beginning = ReadTrouble.Beginning.theFirst

  /// Draws it.
  ///
  /// - Parameter count: how many updates there are.
  init(in run: DeliveryWorldRun, updates count: Int) {
    let (world, stage) = (run.world, run.stage)
    temper.acceptance = .all
    if count > 40 { temper.latencies = Array(repeating: .zero, count: 15) + [.milliseconds(20)] }
    if world.has(.slowSinks) {
      run.note(.slowSinks)
      temper.latencies = [.milliseconds(80), .zero, .milliseconds(20), .milliseconds(400)]
      if count < 100 { temper.latencies.append(.seconds(2)) }
    }
    if world.has(.stalls) {
      for _ in 0...stage.next(below: 3) {
        temper.stalls[Self.call(among: count, on: stage)] = Self.stall(on: stage)
      }
    }
    temper.isStubborn = world.has(.stubbornSinks) && stage.next(below: 3) < 2
    if temper.isStubborn { run.note(.stubbornSinks) }
    var failures: [SinkTemper.Occasion] = []
    if world.has(.failingSends) { failures.append(Self.send(among: count, on: stage)) }
    if world.has(.failingHeartbeats) { failures.append(.heartbeat(1 + stage.next(below: 2))) }
    if world.has(.failingCloses) { failures.append(.close(1)) }
    if !failures.isEmpty { temper.failing = stage.element(of: failures) }
    if world.has(.cancellation) { drawCancellation(among: count, on: stage) }
    if world.has(.partialBatches) {
      temper.acceptance = stage.element(of: [.half, .one, .seldom, .some])
    }
    if world.has(.failingReads) {
      let isLate = stage.next(below: 4) > 0
      beginning = isLate ? .somethingPublished : .theFirst
      let first = 1 + stage.next(below: min(count + 2, isLate ? 4 : 12))
      failingReads = first..<(first + stage.element(of: [1, 1, 2, 3]))
      if count > 2, stage.happens(onceIn: 3) {
        beginning = .fullPage
        failingReads = 1..<(1 + failingReads.count)
      }
    }
  }

  private mutating func drawCancellation(among count: Int, on stage: Stage) {
    switch stage.next(below: 5) {
    case 0: temper.cancelling = Self.call(among: count, on: stage)
    case 1: isCancelledBefore = true
    case 4: cancellingRead = 1 + stage.next(below: 6)
    default:
      cancellation = stage.element(of: [
        .milliseconds(80), .milliseconds(40), .milliseconds(150), .milliseconds(10), .zero,
        .milliseconds(400), .seconds(3), .seconds(20),
      ])
    }
  }

  private static func send(among count: Int, on stage: Stage) -> SinkTemper.Occasion {
    // The first ones, or the one with the end.
    switch stage.next(below: 4) {
    case 0: .send(count + 1)
    case 1: .send(1 + stage.next(below: count + 1))
    default: .send(1 + stage.next(below: min(count + 1, 4)))
    }
  }

  private static func call(among count: Int, on stage: Stage) -> SinkTemper.Occasion {
    switch stage.next(below: 8) {
    case 6: .heartbeat(1)
    case 7: .close(1)
    default: send(among: count, on: stage)
    }
  }

  private static func stall(on stage: Stage) -> Duration {
    if stage.isReal { return .milliseconds(300) }
    return stage.element(
      of: [3, 1, 2, 5, 6, 10, 11, 15, 16, 30, 31, 45, 61, 91, 121].map { .seconds($0) })
  }
}
