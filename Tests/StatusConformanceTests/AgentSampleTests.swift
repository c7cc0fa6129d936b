import SampleImplementations
import StatusConformance
import Testing

@Suite("Samples of agents")
struct AgentSampleTests {
  @Test("an agent breaks the rule that it states, and no other", arguments: Sample.agents)
  func verdicts(sample: Sample) async throws {
    try await sample.expectStatedVerdicts()
  }

  @Test("every rule about agents is broken by a sample")
  func coverage() {
    let broken = Set(Sample.agents.compactMap(\.rule))
    #expect(ConformanceRule.agent.map(\.id).filter { !broken.contains($0) } == [])
  }
}
