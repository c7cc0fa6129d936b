import DeterministicSimulation
public import GoldenTranscripts
public import StatusStreaming

/// Verifies a sink: what writes a viewer's events to a connection.
///
/// <!-- example in ThirdPartyExample -->
/// ```swift
/// @Test(arguments: ConformanceRule.sink)
/// func conforms(to rule: ConformanceRule) async throws {
///   try await SinkVerification(decoder: { FrameDecoder() }) { wire in
///     MySocketSink { try await wire.write($0) }
///   }.expect(rule)
/// }
/// ```
///
/// Each run makes a sink of its own on a ``Wire`` of its own, and does with it what a monitor does:
/// one call at a time, events in order, by themselves or as many as are there together, of which
/// those that are not accepted are offered again; heartbeats between them, behind large ones, after a silence
/// and after the end, whether `.heartbeats` is declared or not; `close()` once or, as where a server closes
/// what a monitor has closed, twice; and nothing after a call that threw, unless that was an event too large,
/// in whose place something smaller is sent. What is still queued when the connection's task is cancelled may
/// be given up by an error, be it one of `close()`: who hears of none takes it for written. Where the
/// decoder observes `.traces`, there are events of several traces on one connection, each with an end
/// of its own; a heartbeat that is asked for while all that have begun have ended is one after the end, which
/// returns and writes nothing, though another may begin. A heartbeat may be left out where something was
/// written within 15 seconds, or the sink was made. A viewer that accepts nothing for a second or more may be
/// given up by an error; what is dropped for it has to be told of by a gap. What is on the wire is read back
/// by the decoder and compared with what was sent, as far as the decoder says that its format shows it, times
/// to the millisecond, artifacts and metadata in any order.
public struct SinkVerification<Decoder: StatusDecoder, Sink: StatusSink>: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Describes what to verify.
  ///
  /// - Parameters:
  ///   - name: what the sink is called in reports.
  ///   - capabilities: what the sink can do, besides what its format implies: text in lines for
  ///     example has to be UTF-8.
  ///   - execution: whether schedules are explored in virtual time.
  ///   - sizeLimit: for a sink that can do ``ConformanceCapability/sizeLimit``, the most bytes that
  ///     an event may take as it is written, with its line end and without what is written once before
  ///     the first event, or the message of a WebSocket; at least 1,024. What counts is what is
  ///     written, behind all escapes. An update that takes just as many is accepted, as far as the sizes
  ///     of those before tell which does; whatever takes more is refused, an end as well.
  ///   - holding: for a sink that is ``ConformanceCapability/bounded``, the most events that it
  ///     holds, those of a write that is in progress among them.
  ///   - decoder: makes what reads the sink's bytes.
  ///   - makeSink: makes a sink that writes to a wire.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    name: String = "\(Sink.self)", capabilities: Set<ConformanceCapability> = [.bounded],
    execution: Execution = .simulated, sizeLimit: Int? = nil, holding: Int = 64,
    fileID: StaticString = #fileID, line: UInt = #line, column: UInt = #column,
    decoder: @escaping @Sendable () -> Decoder,
    makeSink: @escaping @Sendable (Wire) async -> Sink
  ) {
    let sample = decoder()
    let trial = SinkTrial(
      capabilities: capabilities.union(sample.impliedCapabilities), observes: sample.observes,
      format: sample.format, vocabulary: sample.vocabulary, sizeLimit: sizeLimit, holding: holding,
      isExplored: execution.isExplored, makeDecoder: decoder, makeSink: makeSink)
    verifier = Verifier(
      trial, name: name, execution: execution,
      types: [ObjectIdentifier(Decoder.self), ObjectIdentifier(Sink.self)],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}

extension StatusDecoder {
  /// What a sink can do by writing what this reads.
  var impliedCapabilities: Set<ConformanceCapability> {
    format.capabilities.union(vocabulary == .agUI ? [.agUI] : [])
  }
}

extension WireFormat {
  /// What a sink can do by writing this format.
  fileprivate var capabilities: Set<ConformanceCapability> {
    switch self {
    case .custom: []
    case .lines: [.text, .lines]
    case .terminal: [.text, .lines, .terminal]
    case .eventStream: [.text, .eventStream]
    case .webSocket: [.text, .webSocket]
    }
  }
}

/// The transport under a sink that is verified.
///
/// Writes take their time, and throw or stall as the run wants it. As with SwiftNIO's async writer,
/// what a cancelled task begins to write is refused, and a write that was begun before is completed; in
/// some runs cancellation means nothing to the wire, as with a file descriptor.
public struct Wire: ByteWriter, Sendable {
  let connection: WireConnection

  /// Accepts bytes, waiting until there is room for them.
  ///
  /// - Throws: Any error once the connection is broken; `CancellationError` where the task is
  ///   cancelled, of which nothing is written, or a stalled write is given up for that reason.
  public func write(_ bytes: [UInt8]) async throws {
    try await connection.write(bytes)
  }

  /// The time of the run.
  public var clock: RunClock { connection.stage.clock }

  /// Runs an operation as a task of the sink's own, in place of `Task {}`.
  ///
  /// It is cancelled a while after the connection was closed or has failed.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String = "a task of the sink", fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    connection.spawn(label, fileID: fileID, line: line, operation)
  }
}

/// What goes wrong on a wire in a run.
struct WireFaults: Sendable {
  /// The write that throws, counted from 0.
  var failing: Int?
  /// The write that accepts nothing until it is cancelled, counted from 0.
  var stalling: Int?
  /// After which time the write that stalls is accepted all the same; never, unless it is given.
  var recovery: Duration?
  /// How many writes may take seconds.
  var slowWrites = 0
  /// The write during which the connection's task is cancelled, counted from 0.
  var cancelling: Int?
  /// Whether it takes what a cancelled task writes, as a file descriptor does.
  var takesCancelledWrites = false
}

/// What a wire throws.
enum WireError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The other side has gone.
  case broken
  /// The sink was closed before.
  case closed

  var description: String {
    switch self {
    case .broken: "the connection is broken"
    case .closed: "the connection is closed"
    }
  }
}
