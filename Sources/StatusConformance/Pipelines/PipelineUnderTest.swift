public import GoldenTranscripts
import RunTimelines
public import StatusStreaming

/// A running pipeline, as far as it is seen from outside: a way to publish, and a way to watch.
public struct PipelineUnderTest: Sendable {
  let publish: @Sendable (PipelineEvent) async throws -> Void
  let connect: @Sendable (TraceID, String?) async throws -> PipelineConnection
  let stop: (@Sendable () async throws -> Void)?

  /// Describes a pipeline.
  ///
  /// - Parameters:
  ///   - publish: does what an agent does, and returns once the pipeline has it. One call at a time is
  ///     made for each trace, of several traces at once.
  ///   - connect: opens a viewer's connection to a trace, with the id that the viewer has seen last, as
  ///     a browser sends it in `Last-Event-ID`; `nil` for none. What it throws counts as a connection
  ///     that failed.
  ///   - stop: shuts the pipeline down, also while connections are open; all of them end then, those of
  ///     viewers who wait for a trace as well. It is called once in a run, and what `publish` does or
  ///     throws afterwards is not judged; `nil` if there is nothing to shut down.
  public init(
    publish: @escaping @Sendable (PipelineEvent) async throws -> Void,
    connect: @escaping @Sendable (TraceID, String?) async throws -> PipelineConnection,
    stop: (@Sendable () async throws -> Void)? = nil
  ) {
    self.publish = publish
    self.connect = connect
    self.stop = stop
  }

  /// Describes a pipeline whose every connection is a body of chunks of bytes.
  public init<Body: AsyncSequence & Sendable>(
    publish: @escaping @Sendable (PipelineEvent) async throws -> Void,
    connect: @escaping @Sendable (TraceID, String?) async throws -> Body,
    stop: (@Sendable () async throws -> Void)? = nil
  ) where Body.Element: Sequence<UInt8> {
    self.init(
      publish: publish, connect: { PipelineConnection(try await connect($0, $1)) }, stop: stop)
  }
}

/// What an agent does.
public enum PipelineEvent: Sendable, Hashable {
  /// It begins the run of a trace.
  case open(TraceID)
  /// It publishes an update.
  case update(StatusUpdate, TraceID)
  /// It ends the run.
  case finish(TraceOutcome, TraceID)
}

extension PipelineEvent {
  /// What kind of thing it is where it is drawn.
  var kind: RunTimeline.Event.Kind {
    switch self {
    case .open: .note
    case .update: .message
    case .finish(.complete, _): .end
    case .finish(.failed, _): .failure
    case .finish(.cancelled, _): .cancellation
    }
  }
}

/// What a pipeline answers a viewer.
public struct PipelineConnection: Sendable {
  enum Answer: Sendable {
    /// Hands on chunks of bytes until there are no more, or until it is told that nobody reads on.
    case stream(
      @Sendable (_ take: @escaping @Sendable ([UInt8]) async -> Bool) async throws -> Void)
    case finished
    case refused(String)
  }

  let answer: Answer

  private init(_ answer: Answer) {
    self.answer = answer
  }

  /// Answers with a body of chunks of bytes, of which the next is asked for when the viewer is ready.
  ///
  /// A viewer that hangs up cancels the task that iterates, or stops to iterate and drops the iterator.
  public init<Body: AsyncSequence & Sendable>(_ body: Body) where Body.Element: Sequence<UInt8> {
    self.init(
      .stream { take in
        for try await chunk in body {
          guard await take(Array(chunk)) else { return }
        }
      })
  }

  /// Answers with bytes that are read on demand.
  ///
  /// - Parameters:
  ///   - read: waits for more bytes; `nil` at the end of the connection, after which it is not called again.
  ///     No bytes are no end. The task that waits is cancelled when the viewer vanishes, and has to end then.
  ///   - hangUp: ends the connection from the viewer's side, be it that the viewer has read enough, that
  ///     `read` has given `nil`, or that it has thrown a `CancellationError`. It is called once, when no
  ///     `read` waits, and not where `read` has thrown something else.
  public init(
    reading read: @escaping @Sendable () async throws -> [UInt8]?,
    hangingUp hangUp: @escaping @Sendable () async throws -> Void = {}
  ) {
    self.init(
      .stream { take in
        do {
          while let chunk = try await read() {
            if !chunk.isEmpty, await !take(chunk) { break }
            try Task.checkCancellation()
          }
        } catch is CancellationError {}
        try await hangUp()
      })
  }

  /// Answers with bytes that are pushed.
  ///
  /// - Parameter push: hands on chunks of bytes until there are no more, or until it is told that nobody
  ///   reads on.
  package init(
    pushing push:
      @escaping @Sendable (
        _ take: @escaping @Sendable ([UInt8]) async -> Bool
      ) async throws -> Void
  ) {
    self.init(.stream(push))
  }

  /// Answers that the viewer has everything, and need not come again: the status 204.
  public static let finished = PipelineConnection(.finished)

  /// Answers with an error, such as the status 404 or 410.
  ///
  /// - Parameter reason: what the answer says, for reports.
  public static func refused(_ reason: String) -> PipelineConnection {
    PipelineConnection(.refused(reason))
  }
}

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
