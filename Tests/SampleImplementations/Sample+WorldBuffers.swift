import StatusConformance
import StatusStreaming

extension Sample {
  /// Buffers that go wrong where much happens, for long, or with what is seldom said.
  static let buffersInWorlds: [Sample] = [
    Sample(
      "a minute to live from the opening", breaks: 102, saying: "since the trace is",
      BufferVerification { ImpatientBuffer(clock: $0) }),
    Sample(
      "a hundred updates and no gap", breaks: 102, saying: "number 1",
      BufferVerification { ForgetfulBuffer() }),
    Sample(
      "numbers of one byte", breaks: 101, saying: "a number above 255",
      BufferVerification { NarrowNumberBuffer() }),
    Sample(
      "names without their case", breaks: 102, saying: "nothing has its id",
      BufferVerification { CaselessBuffer() }),
    Sample(
      "pages of 50 that begin 64 apart", breaks: 102, saying: "number 51",
      BufferVerification { PagedBuffer() }),
    rewriting("empty messages as none") { if $0.message == "" { $0.message = nil } },
    rewriting("empty roadmaps as none") { if $0.roadmap == [] { $0.roadmap = nil } },
    rewriting("step ids above 2^53 rounded") { update in
      update.roadmapStepID = update.roadmapStepID.map { Int(exactly: Double($0)) ?? $0 - 1 }
    },
    rewriting("messages cut at 1,000 characters") { update in
      update.message = update.message.map { String($0.prefix(1_000)) }
    },
    rewriting("messages without their outer spaces") { if $0.message == " " { $0.message = "" } },
    concluding("one artifact kept") { outcome in
      guard case .complete(var answer) = outcome, answer.artifacts.count > 1 else { return outcome }
      answer.artifacts = ["log": answer.artifacts["log"] ?? ""]
      return .complete(answer)
    },
    concluding(
      "a failure without a message as an answer", breaks: 204, saying: "the message \"\""
    ) { outcome in
      outcome == .failed(message: "") ? .complete(FinalAnswer(text: "")) : outcome
    },
  ]

  private static func rewriting(
    _ name: String, _ rewrites: @escaping @Sendable (inout StatusUpdate) -> Void
  ) -> Sample {
    Sample(
      name, breaks: 104, saying: "as number",
      BufferVerification(name: name) { RewritingBuffer(rewrites: rewrites) })
  }

  private static func concluding(
    _ name: String, breaks rule: Int = 104, saying message: String = "as number",
    _ concludes: @escaping @Sendable (TraceOutcome) -> TraceOutcome
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      BufferVerification(name: name) { RewritingBuffer(concludes: concludes) })
  }
}
