/// A run loop on a task executor and nothing else: the floor of every simulation.
final class BareExecutor: TaskExecutor, @unchecked Sendable {
  private var ring: [UnownedJob?] = Array(repeating: nil, count: 1 << 18)
  private var head = 0
  private var count = 0
  private var now: Int64 = 0
  private var timers: [Timer] = []
  private var registrations = 0
  private(set) var jobs = 0

  @safe struct Timer {
    let deadline: Int64
    let registration: Int
    let continuation: UnsafeContinuation<Void, Never>

    func isBefore(_ other: Timer) -> Bool {
      (deadline, registration) < (other.deadline, other.registration)
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    ring[(head + count) & (ring.count - 1)] = UnownedJob(job)
    count += 1
  }

  /// Runs until nothing is runnable and no timer is set.
  func run() {
    repeat {
      while count > 0, let job = ring[head] {
        head = (head + 1) & (ring.count - 1)
        count -= 1
        jobs += 1
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      }
    } while fire()
  }

  /// Waits under a cancellation handler, as any sleep must.
  func sleep(for nanoseconds: Int64) async {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { unsafe setTimer(for: nanoseconds, waking: $0) }
    } onCancel: {
    }
  }

  /// Waits without hearing of a cancellation.
  func sleepRegardless(for nanoseconds: Int64) async {
    await unsafe withUnsafeContinuation { unsafe setTimer(for: nanoseconds, waking: $0) }
  }

  private func setTimer(
    for nanoseconds: Int64, waking continuation: UnsafeContinuation<Void, Never>
  ) {
    registrations += 1
    insert(
      unsafe Timer(
        deadline: now + nanoseconds, registration: registrations, continuation: continuation))
  }

  private func fire() -> Bool {
    guard let first = timers.first else { return false }
    now = first.deadline
    while let next = timers.first, next.deadline == now {
      removeFirst()
      unsafe next.continuation.resume()
    }
    return true
  }

  private func insert(_ timer: Timer) {
    timers.append(timer)
    var hole = timers.count - 1
    while hole > 0, timer.isBefore(timers[(hole - 1) / 2]) {
      timers[hole] = timers[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    timers[hole] = timer
  }

  private func removeFirst() {
    let last = timers.removeLast()
    guard !timers.isEmpty else { return }
    var hole = 0
    while 2 * hole + 1 < timers.count {
      var child = 2 * hole + 1
      if child + 1 < timers.count, timers[child + 1].isBefore(timers[child]) { child += 1 }
      guard timers[child].isBefore(last) else { break }
      timers[hole] = timers[child]
      hole = child
    }
    timers[hole] = last
  }
}
