import StatusStreaming

/// An agent of which the first word of its trace's name says how it works.
package struct SampleAgent: Sendable {
  let count: Int
  let text: String
  let pause: Duration

  /// Takes a trace's name: `large-1` says more than sockets hold, `silent-1` one word, `slow-1` a word
  /// each second, `long-1` a hundred words in ten seconds; any other five words in a second and a half.
  package init(of trace: TraceID) {
    let (count, size, pause): (Int, Int, Duration) =
      switch trace.rawValue.prefix(while: { $0 != "-" }) {
      case "large": (4_000, 6_000, .zero)
      case "silent": (1, 10, .seconds(600))
      case "slow": (60, 10, .seconds(1))
      case "long": (100, 10, .milliseconds(100))
      default: (5, 10, .milliseconds(300))
      }
    self.count = count
    self.pause = pause
    text = String(repeating: "x", count: size)
  }

  /// Works, and tells of it.
  package func work(
    publishing publish: @Sendable (StatusUpdate) async throws -> Void
  ) async throws -> FinalAnswer {
    for number in 1...count {
      try await publish(.thinking("\(number) \(text)"))
      if pause > .zero { try await Task.sleep(for: pause) }
    }
    return FinalAnswer(text: "done")
  }
}
