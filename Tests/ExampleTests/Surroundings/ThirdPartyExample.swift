import ReferenceScenarios
import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

@testable import ThirdPartyDecoder
@testable import ThirdPartySink

/// Implementations that are verified: those of the third party's package, and an agent.
enum ThirdPartyExample {
  struct MyAgent<C: Clock>: Agent where C.Duration == Duration {
    let clock: C

    func run(query: String, publishing publisher: StatusPublisher) async throws -> FinalAnswer {
      try publisher.publish(.thinking("Reading \(query)"))
      try await clock.sleep(for: .milliseconds(120))
      return FinalAnswer(text: "Nothing is wrong")
    }
  }
}
