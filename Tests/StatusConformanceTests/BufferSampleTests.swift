import SampleImplementations
import StatusConformance
import Testing

@Suite("Samples of buffers")
struct BufferSampleTests {
  @Test("a buffer breaks the rule that it states, and no other", arguments: Sample.buffers)
  func verdicts(sample: Sample) async throws {
    try await sample.expectStatedVerdicts()
  }

  @Test("every rule about buffers is broken by a sample")
  func coverage() {
    let broken = Set(Sample.buffers.compactMap(\.rule))
    #expect(ConformanceRule.buffer.map(\.id).filter { !broken.contains($0) } == [])
  }
}
