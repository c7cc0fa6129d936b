import DeterministicSimulation
import Foundation
import StatusStreaming

/// What is explored.
enum ExploringExample {
  struct LostUpdate: Error {}

  /// An account that loses nothing.
  final class Account: @unchecked Sendable {
    private let lock = NSLock()
    private var total = 0

    var balance: Int { lock.withLock { total } }

    func deposit(_ amount: Int, pausingIn sim: Simulation) async {
      await sim.step()
      lock.withLock { total += amount }
    }
  }

  static func work(publishingTo buffer: StatusBuffer, clock: VirtualClock) async throws {
    try await buffer.withTrace("run-1") { publisher in
      try publisher.publish(.thinking("Determining workflow path"))
      try await clock.sleep(for: .milliseconds(120))
      return FinalAnswer(text: "Done")
    }
  }

  static func watch(_ buffer: StatusBuffer, clock: VirtualClock) async throws {
    var sink = TerminalSink(writer: ServerExample.Body())
    let delivery = await StatusMonitor(buffer: buffer, clock: clock).deliver("run-1", to: &sink)
    ServerExample.expectEnd(of: delivery)
  }
}
