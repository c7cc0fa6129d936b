import StatusConformance
import StatusStreaming

/// Bug: a last word that may fail hides a cancellation, which is then asked for, and nothing is ended.
struct HesitatingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    try? await run.work("writing the answer")
    if Task.isCancelled { return }
    finish(.complete(Self.result))
  }
}

/// An agent that gives back what it has borrowed before it ends its run.
struct BorrowingAgent: PublishingAgent {
  let run: AgentRun
  /// Bug: whether the run is left without an end where that is cancelled.
  let asksFirst: Bool

  func fail(_ error: any Error) {
    if asksFirst, (try? Task.checkCancellation()) == nil { return }
    finish(
      Task.isCancelled
        ? .cancelled(reason: "stopped")
        : .failed(message: (error as? StatusFailure)?.message ?? "agent failed"))
  }
}
