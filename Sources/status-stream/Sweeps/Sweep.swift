internal import DeterministicSimulation
internal import StateLocking
internal import StatusConformance

/// Makes the runs of a share of a sweep, on several threads.
final class Sweep: Sendable {
  /// What ends it.
  struct Extent: Sendable {
    let seeds: SweepSeeds
    let shard: Shard
    /// For how long runs are begun; `nil` if there is no such limit.
    var budget: Duration?
    /// After how many failing runs none is begun any more.
    var failures: Int?
  }

  private struct State {
    var next: Int
    var totals: SweepTotals
    /// What has gone wrong with the file.
    var error: (any Error)?
  }

  let pipelines: [any Verification]
  let header: SweepHeader
  private let extent: Extent
  private let writer: SweepWriter?
  private let corpus: Corpus?
  private let tally: RunTally
  /// The runs that were made before.
  private let known: Set<Int>
  private let start = ContinuousClock().now
  private let state: Lock<State>

  init(
    _ pipelines: [any Verification], header: SweepHeader, extent: Extent, known: SweepFile?,
    writer: SweepWriter?, corpus: Corpus?, tally: RunTally
  ) {
    self.pipelines = pipelines
    self.header = header
    self.extent = extent
    self.writer = writer
    self.corpus = corpus
    self.tally = tally
    var totals = SweepTotals(header)
    var runs: Set<Int> = []
    for line in known?.lines ?? [] where runs.insert(line.run).inserted { totals.add(line) }
    self.known = runs
    let first = extent.seeds.first
    let count = extent.shard.count
    let next = first + (extent.shard.index - first % count + count) % count
    state = Lock(State(next: next, totals: totals))
  }

  /// How many runs there are to make; `nil` if time decides.
  var count: Int? {
    extent.seeds.end.map { end in
      let next = state.withLock { $0.next }
      let all = max(0, end - next + extent.shard.count - 1) / extent.shard.count
      return max(0, all - known.count)
    }
  }

  /// Makes the runs.
  ///
  /// - Parameter jobs: how many at a time.
  /// - Returns: what has come of them, and of those that were made before.
  func run(jobs: Int) async throws -> SweepTotals {
    let threads = RunThreads(limit: jobs)
    let workers = (0..<jobs).map { _ in
      Task(executorPreference: threads) {
        while let run = self.next() { await self.make(run) }
      }
    }
    for worker in workers { await worker.value }
    return try state.withLock { state in
      if let error = state.error { throw error }
      return state.totals
    }
  }

  /// Takes no more runs, nor lines.
  func close() { writer?.close() }

  private func next() -> Int? {
    state.withLock { state in
      if state.error != nil { return nil }
      if let most = extent.failures, state.totals.failedRuns >= most { return nil }
      if let budget = extent.budget, ContinuousClock().now - start >= budget { return nil }
      while known.contains(state.next) { state.next += extent.shard.count }
      if let end = extent.seeds.end, state.next >= end { return nil }
      defer { state.next += extent.shard.count }
      return state.next
    }
  }

  private func make(_ run: Int) async {
    let (world, place) = run.quotientAndRemainder(dividingBy: pipelines.count)
    let pipeline = pipelines[place]
    let judged = await pipeline.world(world)
    let violation = await pipeline.violation(in: judged)
    let line = SweepLine(
      judged, run: run, pipeline: pipeline.name, failure: violation, of: header)
    do {
      try writer?.write(line)
      if let token = violation?.token {
        try corpus?.keep(ConformanceToken(subject: .pipeline, name: pipeline.name, run: token))
      }
    } catch {
      state.withLock { $0.error = error }
      return
    }
    tally.add(judged.elapsed, isFailure: violation != nil)
    state.withLock { $0.totals.add(line) }
  }
}

/// Adds runs to a file, each line whole or not at all.
///
/// Each line is one call of the system, in whose midst a process can't be ended by a signal but at the
/// end of a device; what is cut off there is cut off before the file is gone on with.
final class SweepWriter: Sendable {
  private let path: String
  private let descriptor: Int32
  /// Whether lines are still taken.
  private let isOpen = Lock(true)

  /// Opens a file.
  ///
  /// - Parameter size: the bytes of what is kept of it.
  init(_ path: String, keeping size: Int) throws(CommandFailure) {
    self.path = path
    do {
      descriptor = try SystemCalls.openToAppend(path)
      try SystemCalls.truncate(descriptor, to: size)
    } catch {
      let reason = error.isTransient ? "another process writes to it" : "\(error)"
      throw CommandFailure("can't write to \(path.quoted): \(reason)", .inputOutput)
    }
  }

  deinit {
    SystemCalls.close(descriptor)
  }

  /// Adds a header or a run.
  func write(_ value: some Encodable) throws {
    let bytes = try SweepFile.line(value)
    let error = isOpen.withLock { isOpen -> SystemError? in
      guard isOpen else { return nil }
      do throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try SystemCalls.write(rest, to: descriptor)) }
        return nil
      } catch {
        isOpen = false
        return error
      }
    }
    guard let error else { return }
    throw CommandFailure("can't write to \(path.quoted): \(error)", .inputOutput)
  }

  /// Takes nothing more, so that the process may end.
  func close() {
    isOpen.withLock { $0 = false }
  }
}
