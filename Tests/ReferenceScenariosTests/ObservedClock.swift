import StateLocking

/// A clock that notes every sleep which it passes on to another clock.
struct ObservedClock<Base: Clock>: Clock where Base.Duration == Duration {
  /// One sleep: who slept, and until when.
  struct Sleep: Hashable {
    let task: Int
    let deadline: Base.Instant
  }

  final class Log: Sendable {
    private let state = Lock(
      (sleeps: [Sleep](), completed: [Sleep](), sleeping: 0, mostSleeping: 0))

    /// Every sleep, in the order of their beginnings.
    var sleeps: [Sleep] { state.withLock { $0.sleeps } }
    /// The sleeps that took time and were not cancelled.
    var completed: [Sleep] { state.withLock { $0.completed } }
    /// The most sleeps that there were at one time.
    var mostSleeping: Int { state.withLock { $0.mostSleeping } }
    var sleeping: Int { state.withLock { $0.sleeping } }

    func begin(_ sleep: Sleep) {
      state.withLock { state in
        state.sleeps.append(sleep)
        state.sleeping += 1
        state.mostSleeping = max(state.mostSleeping, state.sleeping)
      }
    }

    func end() {
      state.withLock { $0.sleeping -= 1 }
    }

    func complete(_ sleep: Sleep) {
      state.withLock { $0.completed.append(sleep) }
    }
  }

  let base: Base
  let log: Log

  var now: Base.Instant { base.now }
  var minimumResolution: Duration { base.minimumResolution }

  func sleep(until deadline: Base.Instant, tolerance: Duration?) async throws {
    let task = unsafe withUnsafeCurrentTask { unsafe $0?.hashValue ?? 0 }
    let sleep = Sleep(task: task, deadline: deadline)
    log.begin(sleep)
    defer { log.end() }
    let isTimer = base.now < deadline
    try await base.sleep(until: deadline, tolerance: tolerance)
    if isTimer { log.complete(sleep) }
  }
}
