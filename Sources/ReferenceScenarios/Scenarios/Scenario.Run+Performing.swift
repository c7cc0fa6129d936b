import StatusStreaming

extension Scenario.Run {
  /// Lets the agent work until it has ended or is cancelled, and records how it ends.
  func perform<C: Clock>(in buffer: StatusBuffer, on clock: C) async where C.Duration == Duration {
    await withTaskGroup { group in
      group.addTask(name: "\(trace) agent") {
        // How the agent ends is what its trace says; it is nobody's failure here.
        _ = try? await buffer.withTrace(trace) { publisher in
          try await makeAgent(clock: clock).run(query: query, publishing: publisher)
        }
      }
      if let cancellation {
        group.addTask(name: "\(trace) cancellation") {
          try? await clock.wait(for: cancellation)
        }
      }
      await group.next()
      group.cancelAll()
    }
  }
}
