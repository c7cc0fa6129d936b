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
