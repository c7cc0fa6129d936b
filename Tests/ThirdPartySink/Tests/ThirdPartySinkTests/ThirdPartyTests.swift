import StatusConformance
import StatusStreaming
import StatusTesting
import Testing
import ThirdPartySink

@Test(arguments: ConformanceRule.sink)
func conforms(to rule: ConformanceRule) async throws {
  try await SinkVerification(decoder: { FrameDecoder() }) { wire in
    MySocketSink { try await wire.write($0) }
  }.expect(rule)
}

@Test(arguments: ConformanceRule.delivery)
func pollLoop(rule: ConformanceRule) async throws {
  try await DeliveryVerification(capabilities: [.bounded, .resumable]) { run in
    var sink = run.sink
    try await PollLoop(buffer: run.buffer, clock: run.clock)
      .follow(run.trace, after: run.resumeAfter, to: &sink)
  }.expect(rule)
}

@Test(arguments: ConformanceRule.buffer)
func buffer(rule: ConformanceRule) async throws {
  try await BufferVerification { MyBuffer() }.expect(rule)
}

// The golden beside this one, retired.txt, is of no test any more, which a run of all tests says.
@Test func golden() {
  expectTranscript("Hello\n", named: "greeting.txt")
}

@Test(.disabled("so that a golden has a test that does not run"))
func disabledGolden() {
  expectTranscript("Good night\n", named: "disabled.txt")
}
