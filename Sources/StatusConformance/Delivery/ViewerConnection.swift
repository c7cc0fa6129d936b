import RunTimelines
import StateLocking
import StatusStreaming

/// One viewer's connection: its sink, and the tasks that serve it.
final class ViewerConnection: Sendable {
  struct State {
    /// Whether it has been decided that the connection is cancelled as its plan says.
    var isToBeCancelled = false
    var isCancelled = false
    /// Whether nothing of it is to go on any more.
    var isOver = false
    /// What cancels each task.
    var cancellations: [@Sendable () -> Void] = []
    /// What cancels each task that goes on when the connection is cancelled.
    var shieldedCancellations: [@Sendable () -> Void] = []
    /// What waits for each task that the connection spawned and that was not waited for yet.
    var spawned: [@Sendable () async -> Void] = []
    var sends = 0
    var heartbeats = 0
    var closes = 0
    var isBroken = false
  }

  let stage: Stage
  let recorder: Recorder<DeliveryRecording>
  /// The place of the connection's record.
  let index: Int
  /// What it is called.
  let name: String
  let behavior: SinkBehavior
  /// How many events may be sent in a world before the connection is taken to go on for ever.
  let sendLimit: Int?
  let state = Lock(State())

  init(
    _ index: Int, named name: String, behavior: SinkBehavior, sendLimit: Int? = nil,
    on stage: Stage, into recorder: Recorder<DeliveryRecording>
  ) {
    self.index = index
    self.name = name
    self.behavior = behavior
    self.sendLimit = sendLimit
    self.stage = stage
    self.recorder = recorder
  }

  func note(
    _ text: @autoclosure () -> String, _ kind: RunTimeline.Event.Kind = .note, _ sign: String = ""
  ) {
    recorder.note(at: stage.clock.now, text(), Drawing(in: name, kind, sign))
  }

  /// Changes the connection's record.
  func update<Result: Sendable>(
    _ change: (inout DeliveryRecording.Viewer) -> Result
  ) -> Result {
    recorder.update { change(&$0.viewers[index]) }
  }

  /// Serves the connection to its end.
  func serve(_ program: @Sendable () async throws -> Void) async {
    let cursor = update { [now = stage.clock.now.elapsed] viewer in
      viewer.began = now
      return viewer.cursor
    }
    note(
      "\(name) connects" + (cursor > .zero ? ", to go on after #\(cursor)" : ""), .note, "connects")
    var outcome = DeliveryRecording.Viewer.Outcome.returned
    do {
      try await program()
    } catch {
      outcome = .threw("\(error)")
      let tellsFailure = !(error is CancellationError)
      update { $0.tellsFailure = tellsFailure }
    }
    switch outcome {
    case .returned:
      note("the closure returns, which ends the connection of \(name)", .end, "returns")
    case .threw(let error):
      note(
        "the closure throws “\(error)”, which ends the connection of \(name)", .failure, "throws")
    }
    update { [outcome, now = stage.clock.now.elapsed] viewer in
      viewer.outcome = outcome
      viewer.ended = now
    }
    cancelTasks(includingShielded: true)
    while let end = state.withLock({ $0.spawned.popLast() }) { await end() }
    update { $0.isOver = true }
  }

  /// Takes a task as one of the connection, to be cancelled with it.
  ///
  /// - Parameter isShielded: whether it is cancelled only when the connection is over.
  func adopt<Success>(_ task: RunTask<Success>, isSpawned: Bool, isShielded: Bool = false) {
    let isCancelled = state.withLock { state in
      if isShielded {
        state.shieldedCancellations.append { task.cancel() }
      } else {
        state.cancellations.append { task.cancel() }
      }
      if isSpawned { state.spawned.append { _ = try? await task.value } }
      return isShielded ? state.isOver : state.isCancelled
    }
    if isCancelled { task.cancel() }
  }

  /// Cancels the connection as its plan says.
  func cancel(_ reason: String) {
    let isNew = state.withLock { state in
      defer { state.isToBeCancelled = true }
      return !state.isToBeCancelled
    }
    guard isNew, update({ $0.outcome }) == nil else { return }
    note("the connection of \(name) is cancelled \(reason)", .cancellation, "cancelled")
    // Who ignores it goes round and round without any time passing.
    if let sendLimit { stage.limit(work: sendLimit, beyond: 4_000) }
    cancelTasks()
    // Not before: what is written until its tasks are cancelled, a loop can't know about.
    update { [now = stage.clock.now.elapsed] viewer in
      viewer.isCancelled = true
      viewer.cancelled = now
    }
  }

  /// Cancels a connection that has gone on for too long.
  func stop() {
    let isServed = update { viewer in
      viewer.isStopped = viewer.outcome == nil
      return viewer.isStopped
    }
    guard isServed else { return }
    note("the connection of \(name) is still there, and is cancelled", .timeout, "too long")
    if sendLimit != nil { stage.limit(work: 0, beyond: 4_000) }
    cancelTasks(includingShielded: true)
  }

  private func cancelTasks(includingShielded: Bool = false) {
    let cancellations = state.withLock { state in
      state.isCancelled = true
      guard includingShielded else { return state.cancellations }
      state.isOver = true
      return state.cancellations + state.shieldedCancellations
    }
    for cancel in cancellations { cancel() }
  }
}
