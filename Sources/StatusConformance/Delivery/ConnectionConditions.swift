import RunTimelines
import StateLocking
import StatusStreaming

/// What befalls one connection of a world.
struct ConnectionConditions: Sendable {
  private(set) var behavior = SinkBehavior()
  /// When the connection is cancelled, counted from its beginning.
  private(set) var cancellation: Duration?
  private(set) var isCancelledBefore = false
  /// The reads of the buffer that fail, counted from 1.
  private(set) var failingReads: Set<Int> = []
  /// The read during which the connection is cancelled, counted from 1.
  private(set) var cancellingRead: Int?
  /// From when on reads count for that.
  private(set) var beginning = ReadFaults.Beginning.theFirst

  /// Draws it.
  ///
  /// - Parameter count: how many updates there are.
  init(in run: DeliveryWorldRun, updates count: Int) {
    let (world, stage) = (run.world, run.stage)
    behavior.acceptance = .all
    if count > 40 { behavior.latencies = Array(repeating: .zero, count: 15) + [.milliseconds(20)] }
    if world.has(.slowSinks) {
      run.note(.slowSinks)
      behavior.latencies = [.milliseconds(80), .zero, .milliseconds(20), .milliseconds(400)]
      if count < 100 { behavior.latencies.append(.seconds(2)) }
    }
    if world.has(.stalls) {
      for _ in 0...stage.next(below: 3) {
        behavior.stalls[Self.call(among: count, on: stage)] = Self.stall(on: stage)
      }
    }
    behavior.isStubborn = world.has(.stubbornSinks) && stage.next(below: 3) < 2
    if behavior.isStubborn { run.note(.stubbornSinks) }
    var failures: [SinkBehavior.Occasion] = []
    if world.has(.failingSends) { failures.append(Self.send(among: count, on: stage)) }
    if world.has(.failingHeartbeats) { failures.append(.heartbeat(1 + stage.next(below: 2))) }
    if world.has(.failingCloses) { failures.append(.close(1)) }
    if !failures.isEmpty { behavior.failing = stage.element(of: failures) }
    if world.has(.cancellation) { drawCancellation(among: count, on: stage) }
    if world.has(.partialBatches) {
      behavior.acceptance = stage.element(of: [.half, .one, .seldom, .some])
    }
    if world.has(.failingReads) {
      let isLate = stage.next(below: 4) > 0
      beginning = isLate ? .somethingPublished : .theFirst
      let first = 1 + stage.next(below: min(count + 2, isLate ? 4 : 12))
      failingReads = Set(first..<(first + stage.element(of: [1, 1, 2, 3, 5])))
      if count > 2, stage.happens(onceIn: 3) {
        beginning = .fullPage
        failingReads = Set(1...failingReads.count)
      } else if stage.happens(onceIn: 3) {
        // Who counts failures is to meet many, with reads between them that succeed.
        failingReads = Set(stride(from: first, to: first + 24, by: stage.element(of: [2, 3, 5])))
      }
    }
  }

  private mutating func drawCancellation(among count: Int, on stage: Stage) {
    switch stage.next(below: 5) {
    case 0: behavior.cancelling = Self.call(among: count, on: stage)
    case 1: isCancelledBefore = true
    case 4: cancellingRead = 1 + stage.next(below: 6)
    default:
      cancellation = stage.element(of: [
        .milliseconds(80), .milliseconds(40), .milliseconds(150), .milliseconds(10), .zero,
        .milliseconds(400), .seconds(3), .seconds(20),
      ])
    }
  }

  private static func send(among count: Int, on stage: Stage) -> SinkBehavior.Occasion {
    // The first ones, or the one with the end.
    switch stage.next(below: 4) {
    case 0: .send(count + 1)
    case 1: .send(1 + stage.next(below: count + 1))
    default: .send(1 + stage.next(below: min(count + 1, 4)))
    }
  }

  private static func call(among count: Int, on stage: Stage) -> SinkBehavior.Occasion {
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

/// What befalls a connection's reads of the buffer in a world: they take long, or some fail.
final class ReadFaults: Sendable {
  private let connection: ViewerConnection
  private let latencies: [Duration]
  /// How long what a read has given may be on its way: what comes meanwhile it does not hold.
  private let answering: [Duration]
  /// How long a read takes that finds nothing: who polls looks seldom in hours of silence then.
  private let idleTime: Duration
  /// The reads that fail, counted from 1.
  private let failing: Set<Int>
  /// The read during which the connection is cancelled, counted from 1.
  private let cancelling: Int?
  /// From when on reads count.
  enum Beginning: Sendable {
    case theFirst
    /// From when there is something to read.
    case somethingPublished
    /// Behind a read that gave as many events as were asked for.
    case fullPage
  }

  private let beginning: Beginning
  private let state = Lock((count: 0, hasFullPage: false))

  init(
    of connection: ViewerConnection, latencies: [Duration], answering: [Duration] = [],
    idling idleTime: Duration = .zero, failing: Set<Int> = [], cancelling: Int? = nil,
    from beginning: Beginning = .theFirst
  ) {
    self.connection = connection
    self.latencies = latencies
    self.answering = answering
    self.idleTime = idleTime
    self.failing = failing
    self.cancelling = cancelling
    self.beginning = beginning
  }

  /// Notes what a read has given.
  func note(_ count: Int, of limit: Int) {
    if count == limit { state.withLock { $0.hasFullPage = true } }
  }

  /// Whether reads count that begin now.
  private var isCounted: Bool {
    switch beginning {
    case .theFirst: true
    case .somethingPublished:
      connection.recorder.update { $0.publishedCount(behind: connection.index) } > 0
    case .fullPage: state.withLock { $0.hasFullPage }
    }
  }

  /// Lets a read that has found nothing take its time.
  ///
  /// - Returns: whether it has, so that there may be something.
  func idle() async throws -> Bool {
    if idleTime == .zero { return false }
    try await connection.stage.clock.sleep(for: idleTime)
    return true
  }

  /// Lets what a read has given arrive in its own time.
  func arrive() async throws {
    if answering.isEmpty { return }
    try await connection.stage.clock.sleep(for: connection.stage.element(of: answering))
  }

  /// Lets a read pass in its own time.
  ///
  /// - Throws: ``ReadFailure``, and `CancellationError`, of whoever has not been cancelled, too.
  func pass() async throws {
    let isCounted = isCounted
    let number = state.withLock { state in
      if isCounted { state.count += 1 }
      return state.count
    }
    if isCounted, number == cancelling {
      connection.recorder.update { $0.occurrences.note(DeliverySituation.cancellation) }
      try await connection.stage.clock.sleep(for: .milliseconds(40))
      connection.cancel("during a read of the buffer")
    }
    let latency = connection.stage.element(of: latencies)
    if latency > .zero {
      connection.recorder.update { $0.occurrences.note(DeliverySituation.slowReads) }
      try await connection.stage.clock.sleep(for: latency)
    }
    guard failing.contains(number) else { return }
    connection.recorder.update { $0.occurrences.note(DeliverySituation.failingReads) }
    connection.update { $0.place.failedReads += 1 }
    // As where a task of the buffer's own has been cancelled.
    let error: any Error = number % 3 == 2 ? CancellationError() : ReadFailure()
    connection.note(
      "a read of the buffer fails with “\(error)”, for \(connection.name)", .fault, "read")
    throw error
  }
}

/// What a read of the buffer throws when a world makes it fail.
struct ReadFailure: Error, CustomStringConvertible {
  /// What a person reads.
  var description: String { "the buffer can't be reached" }
}
