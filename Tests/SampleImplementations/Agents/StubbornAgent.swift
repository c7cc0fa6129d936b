import StatusConformance
import StatusStreaming

/// Correct: a step that fails has a substitute, and a cancellation is not passed on to what is at work.
///
/// Where that takes longer than the buffer waits for a word, the buffer ends the run.
struct StubbornAgent: Sendable {
  let run: AgentRun

  func answer() async throws {
    try await run.buffer.begin(run.trace).perform { publisher in
      for number in 1...3 {
        try publisher.publish(.step(number, .running))
        let work = run.spawn("step \(number)") {
          try await run.work("reading log \(number)", step: number)
        }
        do {
          try await work.value
        } catch {
          try publisher.publish(.thinking("Log \(number) is taken from memory"))
        }
        try publisher.publish(.step(number, .ok))
      }
      return FinalAnswer(text: "Nothing is wrong")
    }
  }
}
