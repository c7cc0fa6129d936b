import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming

/// The runs of a sink.
struct SinkTrial<Decoder: StatusDecoder, Sink: StatusSink>: Trial {
  static var subject: ConformanceSubject { .sink }
  static var usualRuns: Int { 260 }

  let capabilities: Set<ConformanceCapability>
  let observes: Projection
  let format: WireFormat
  let vocabulary: WireVocabulary
  let sizeLimit: Int?
  let holding: Int
  let isExplored: Bool
  let makeDecoder: @Sendable () -> Decoder
  let makeSink: @Sendable (Wire) async -> Sink

  var plans: [SinkPlan] {
    SinkPlan.allCases.filter { plan in
      switch plan {
      case .world: false
      case .heartbeats: capabilities.contains(.heartbeats)
      case .gap: observes.contains(.gaps)
      case .epochs:
        format == .eventStream || (format == .webSocket && observes.contains(.numbers))
      case .oversize, .refusals: capabilities.contains(.sizeLimit) && sizeLimit != nil
      case .flooded: capabilities.contains(.bounded)
      case .traces: observes.contains(.traces)
      case .lengths: format == .webSocket
      case .nul: format == .eventStream
      case .unicode: capabilities.contains(.text)
      case .controls: capabilities.contains(.terminal)
      default: true
      }
    }
  }

  func obstacle(to rule: ConformanceRule) -> String? {
    switch rule.id {
    case 105 where !observes.contains(.numbers): "the decoder does not show numbers"
    case 207 where vocabulary == .agUI: "a stop is judged by rule 813"
    case 201, 203, 204, 207, 208:
      observes.contains(.ends) ? nil : "the decoder does not show how a trace ends"
    case 503 where !observes.contains(.numbers) && format != .eventStream:
      "the decoder does not show numbers"
    case 602 where !observes.contains(.gaps): "the decoder does not show gaps"
    case 707 where sizeLimit == nil, 712 where sizeLimit == nil, 713 where sizeLimit == nil:
      "no size limit is given"
    default: nil
    }
  }
}

extension SinkTrial {
  /// Closes a sink; if the connection is to be cancelled, in a task of its own that is not, as
  /// delivery with a sink that is given away does.
  func close(
    _ sink: inout Sink, of plan: SinkPlan, over connection: WireConnection
  ) async -> Bool {
    guard plan == .cancelled else {
      return await connection.call(.close) { try await sink.close() }
    }
    let lent = LentSink(sink)
    let isAlive = await connection.call(.close) { () async throws -> Void in
      connection.leaveTask()
      let closing = connection.stage.spawn("what closes the sink") { try await lent.sink.close() }
      try await closing.value
    }
    sink = lent.sink
    return isAlive
  }
}

/// A sink that is used by one task at a time, as the one that lends it waits.
private final class LentSink<Sink: StatusSink>: @unchecked Sendable {
  var sink: Sink

  init(_ sink: Sink) {
    self.sink = sink
  }
}

extension ConnectionView {
  /// A write that was begun by a cancelled task of the sink's own, and that nobody is told of.
  var lostWrite: Finding? {
    guard let number = writes.firstIndex(where: { $0.isOfLostTask && !$0.isAfterClose }) else {
      return nil
    }
    let write = writes[number]
    guard calls.dropFirst(max(write.calls - 1, 0)).allSatisfy({ $0.outcome == .returned }) else {
      return nil
    }
    return Finding(
      expected:
        "write \(number + 1) to be begun in a task that is not cancelled, or a call to throw",
      seen: """
        \(write.size) bytes in a task that is cancelled, which a transport refuses, and every call \
        returns
        """, at: .call(max(write.calls, 1)))
  }
}
