public import GoldenTranscripts
public import StatusStreaming

/// What a pipeline's viewers are sent.
public struct PipelineProfile: Sendable {
  let makeDecoder: @Sendable () -> any StatusDecoder
  /// Whether answers may have what many a JSON library changes.
  private(set) var hasExactAnswers = true

  /// A format of which a decoder knows everything.
  ///
  /// - Parameter decoder: makes what reads one connection.
  public init(decoder: @escaping @Sendable () -> some StatusDecoder) {
    makeDecoder = { decoder() }
  }

  /// The same for a pipeline in whose answers the digits of numbers and the order of members may
  /// change, as with many a JSON library: none are published that would.
  public var withoutExactAnswers: PipelineProfile {
    var profile = self
    profile.hasExactAnswers = false
    return profile
  }

  /// Server-sent events.
  public static func eventStream(_ profile: EventStreamEncoder.Profile) -> PipelineProfile {
    if case .agUI = profile { return .agUI() }
    return PipelineProfile { EventStreamStatusDecoder(profile: profile) }
  }

  /// A WebSocket's frames, after the handshake.
  public static func webSocket(
    _ profile: WebSocketMessageEncoder.Profile = .reference
  ) -> PipelineProfile {
    if case .agUI = profile { return .agUI(over: .webSocket) }
    return PipelineProfile { WebSocketStatusDecoder(profile: profile) }
  }

  /// Events of AG-UI.
  public static func agUI(over carrier: AGUIStatusDecoder.Carrier = .eventStream) -> PipelineProfile
  {
    PipelineProfile { AGUIStatusDecoder(over: carrier) }
  }

  /// A terminal's frame, without labels and times.
  public static let terminal = PipelineProfile { TerminalStatusDecoder() }

  /// Lines of JSON, of one trace on a connection.
  public static let lines = PipelineProfile { JSONLinesStatusDecoder() }
}
