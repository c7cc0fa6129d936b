import StatusConformance
import StatusStreaming

/// An agent that publishes by itself, of which the faulty ones get one part wrong.
protocol PublishingAgent: Sendable {
  var run: AgentRun { get }
  /// Does the work of the run.
  func work() async throws
  /// One step of the roadmap.
  func step(_ number: Int) async throws
  /// Runs the work, and ends the trace.
  func answer() async throws
  /// How the trace ends when the work is done.
  var outcome: TraceOutcome { get }
  /// Ends the trace after an error.
  func fail(_ error: any Error)
}

extension PublishingAgent {
  static var result: FinalAnswer { FinalAnswer(text: "Nothing is wrong") }

  func work() async throws {
    for number in 1...3 { try await step(number) }
  }

  func answer() async throws {
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(outcome)
  }

  var outcome: TraceOutcome { .complete(Self.result) }

  func fail(_ error: any Error) {
    finish(
      Task.isCancelled
        ? .cancelled(reason: "stopped")
        : .failed(message: (error as? StatusFailure)?.message ?? "agent failed"))
  }

  func publish(_ update: StatusUpdate) {
    run.log.append(update, to: run.trace)
  }

  func finish(_ outcome: TraceOutcome) {
    run.log.finish(run.trace, with: outcome)
  }

  func step(_ number: Int) async throws {
    publish(.step(number, .running, "Reading log \(number)"))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      publish(.step(number, .error, "Log \(number) can't be read"))
      throw error
    }
    publish(.step(number, .ok, "Done!"))
  }
}
