import StatusConformance
import StatusStreaming

/// Bug: a terminal of several traces whose last line goes by the event before it, though another trace may
/// still be open.
struct LastLineSink: StatusSink {
  private let wire: Wire
  private var encoder = TerminalEncoder(labelsTraces: true)
  private var isAtEnd: Bool?

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
    isAtEnd = event.payload.isTerminal
  }

  mutating func close() async throws {
    guard let isAtEnd else { return }
    self.isAtEnd = nil
    var ending = TerminalEncoder(labelsTraces: true)
    var bytes: [UInt8] = []
    let payload: StreamEvent.Payload =
      isAtEnd ? .complete(FinalAnswer(text: "")) : .update(.thinking(""))
    let last = StreamEvent(trace: "run-1", sequence: SequenceNumber(rawValue: 1), payload: payload)
    try ending.encode(last, into: &bytes)
    bytes = []
    ending.encodeClose(into: &bytes)
    try await wire.write(bytes)
  }
}
