import RunTimelines
import StateLocking

/// What befalls a connection's reads of the buffer in a world: they take long, or some fail.
final class ReadTrouble: Sendable {
  private let connection: ViewerConnection
  private let latencies: [Duration]
  /// How long a read takes that finds nothing: who polls looks seldom in hours of silence then.
  private let idleTime: Duration
  /// The reads that fail, counted from 1.
  private let failing: Range<Int>
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
    of connection: ViewerConnection, latencies: [Duration], idling idleTime: Duration = .zero,
    failing: Range<Int> = 0..<0,
    cancelling: Int? = nil, from beginning: Beginning = .theFirst
  ) {
    self.connection = connection
    self.latencies = latencies
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

  /// Lets a read pass in its own time.
  ///
  /// - Throws: ``ReadFailure``, and `CancellationError`.
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
    connection.note("a read of the buffer fails, for \(connection.name)", .fault, "read")
    throw ReadFailure()
  }
}

/// What a read of the buffer throws when a world makes it fail.
struct ReadFailure: Error, CustomStringConvertible {
  /// What a person reads.
  var description: String { "the buffer can't be reached" }
}
