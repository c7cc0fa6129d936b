import DeterministicSimulation
import StateLocking
import StatusStreaming

/// A sink over a transport that takes its time, refuses what a cancelled task does, as SwiftNIO's async
/// writer does, and notes every call with its time in seconds.
final class GivenSink: StatusSink {
  struct Broken: Error {}

  enum Behaviour {
    case takes(Duration)
    /// Goes on in spite of a cancellation.
    case stubborn(Duration)
    case fails
  }

  let clock: VirtualClock
  private(set) var calls: [String] = []
  private let sending: [Int: Behaviour]
  private let beating: Behaviour
  private let closing: Behaviour

  /// - Parameter sending: how sends behave, by number; the others take no time.
  init(
    clock: VirtualClock, sending: [Int: Behaviour] = [:], beating: Behaviour = .takes(.zero),
    closing: Behaviour = .takes(.zero)
  ) {
    self.clock = clock
    self.sending = sending
    self.beating = beating
    self.closing = closing
  }

  func send(_ event: StreamEvent) async throws {
    let number = event.sequence.rawValue
    try await call("send \(number)", sending[number] ?? .takes(.zero))
  }

  func heartbeat() async throws { try await call("heartbeat", beating) }
  func close() async throws { try await call("close", closing) }

  private func call(_ name: String, _ behaviour: Behaviour) async throws {
    let time = VirtualClock.Instant.zero.duration(to: clock.now)
    calls.append("\(name) at \(time.components.seconds)")
    try Task.checkCancellation()
    switch behaviour {
    case .takes(.zero): break
    case .takes(let time): try await clock.sleep(for: time)
    case .stubborn(let time):
      let end = clock.now.advanced(by: time)
      // What is slept through a cancellation is slept by a task that nobody cancels.
      let executor = unsafe withUnsafeCurrentTask {
        unsafe $0?.unownedTaskExecutor?.asTaskExecutor()
      }
      await Task(executorPreference: executor) { [clock] in
        try? await clock.sleep(until: end)
      }.value
    case .fails: throw Broken()
    }
  }
}
