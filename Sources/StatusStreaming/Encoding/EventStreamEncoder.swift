/// Encodes a trace as a stream of server-sent events (HTML Living Standard, section 9.2).
///
/// Its blocks are those of ``ServerSentEvent``, written from constants: kinds and numbers need no
/// check, and JSON has no line breaks.
///
/// Nothing is written before there is something to say, unless the encoder is given an ``opening``: a
/// comment with which a server announces its response while the agent is still silent.
///
/// <!-- example, then #expect(String(decoding: body, as: UTF8.self) == ": connected\n:\n") -->
/// ```swift
/// var encoder = EventStreamEncoder(profile: .resumable, opening: "connected")
/// var body: [UInt8] = []
/// encoder.encodeOpening(into: &body)      // : connected ⏎
/// encoder.encodeHeartbeat(into: &body)    // : ⏎
/// ```
///
/// A server answers a client that comes with a `Last-Event-ID` by delivering from
/// ``Cursor/init(lastEventID:)`` on; one that has the terminal event already it answers with
/// status 204, since an `EventSource` reconnects for ever otherwise.
public struct EventStreamEncoder: StatusEncoder {
  /// What the stream carries besides the updates.
  public let profile: Profile
  /// How long a client waits before it reconnects, said within the first event of a resumable
  /// stream and cut to whole milliseconds; `nil` leaves it to the client.
  ///
  /// A negative time is written as 0, one that is longer than a century as a century.
  public let reconnectionTime: Duration?
  /// What keeps the connection open when there is nothing to say.
  public let heartbeat: HeartbeatForm
  /// The comment with which the response begins, each of its lines one of the stream's; `nil` for
  /// none.
  ///
  /// It comes before the first event or heartbeat, or as soon as ``encodeOpening(into:)`` asks for it,
  /// and once. It has the form of a ``heartbeat``, and is written also where that is none.
  public let opening: String?
  /// The largest event in bytes, everything in its block included.
  public let maximumEventSize: Int

  var connection = ConnectionState()
  var isOpened = false
  /// The profile without what belongs to it, as every event asks for it.
  private let kind: Kind
  /// The one stream of a connection that speaks AG-UI; apart from the others, which have none.
  var agUI: [AGUIStream] = []

  /// Starts a response body to which nothing has been written.
  public init(
    profile: Profile, reconnectionTime: Duration? = .seconds(3),
    heartbeat: HeartbeatForm = .comment, opening: String? = nil, maximumEventSize: Int = .max
  ) {
    self.profile = profile
    self.reconnectionTime = reconnectionTime
    self.heartbeat = heartbeat
    self.opening = opening
    self.maximumEventSize = maximumEventSize
    kind = Kind(profile)
    if case .agUI(let threadID, let startedAt) = profile {
      agUI = [AGUIStream(AGUIRun(threadID: threadID, startedAt: startedAt))]
    }
  }

  /// Appends the event's block; a terminal event of ``Profile/reference`` takes no bytes.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    if kind == .agUI { return try encodeAGUI(event, into: &bytes) }
    let start = bytes.count
    let blockStart = connection.isFresh ? appendBeginning(to: &bytes) : start
    do throws(StatusEncodingError) {
      try append(event, to: &bytes)
      try bytes.limit(event, from: blockStart, to: maximumEventSize)
    } catch {
      bytes.truncate(to: start)
      throw error
    }
    note(event)
  }

  /// Appends what is only before and in the first block.
  ///
  /// - Returns: where the block begins.
  @inline(never)
  private func appendBeginning(to bytes: inout [UInt8]) -> Int {
    appendOpening(to: &bytes)
    let blockStart = bytes.count
    appendOwn(to: &bytes)
    return blockStart
  }

  mutating func note(_ event: borrowing StreamEvent) {
    isOpened = true
    connection.note(event)
  }

  /// Appends the opening where it is due, which is no part of the first event.
  func appendOpening(to bytes: inout [UInt8]) {
    guard !isOpened, let opening else { return }
    ServerSentEvent.append(comment: opening, as: heartbeat, to: &bytes)
  }

  /// Appends the `retry` field where it is due, for what follows is the same for all.
  private func appendOwn(to bytes: inout [UInt8]) {
    guard kind == .resumable, let reconnectionTime else { return }
    bytes.append("retry: ")
    let time = reconnectionTime.finite ?? .century
    bytes.append(decimal: Int(time.attoseconds / 1_000_000_000_000_000))
    bytes.append(UInt8(ascii: "\n"))
  }

  private func append(
    _ event: borrowing StreamEvent, to bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    switch kind {
    case .reference: try appendReference(event, to: &bytes)
    case .resumable:
      try event.checkDepth()
      appendResumable(event, to: &bytes)
    // What an event is told with depends on what a connection was told before.
    case .agUI: throw StatusEncodingError(.unrepresentable, event)
    }
  }

  private func appendReference(
    _ event: borrowing StreamEvent, to bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    switch event.payload {
    case .update(let update): update.appendJSON(to: &bytes, .reference, in: .block)
    case .gap: throw StatusEncodingError(.unrepresentable, event)
    case .complete, .failed, .cancelled: break
    }
  }

  private func appendResumable(_ event: borrowing StreamEvent, to bytes: inout [UInt8]) {
    if case .update(let update) = event.payload, !event.hasEpoch {
      return update.appendJSON(
        to: &bytes, .portable, in: .numberedBlock(event.sequence.rawValue))
    }
    bytes.append("id: ")
    bytes.append(cursor: event.cursor)
    bytes.append(event.payload.eventAndData)
    event.payload.appendJSON(to: &bytes, .portable)
    bytes.append("\n\n")
  }

  /// Appends the ``opening``, unless there is none or it has been written.
  public mutating func encodeOpening(into bytes: inout [UInt8]) {
    if connection.isEnded { return }
    appendOpening(to: &bytes)
    isOpened = true
  }

  /// Appends a comment in the form of ``heartbeat``; nothing once the trace has ended.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {
    if connection.isEnded || heartbeat == .none { return }
    encodeOpening(into: &bytes)
    ServerSentEvent.appendHeartbeat(to: &bytes, as: heartbeat)
  }

  /// Appends nothing: the end of the body is the end of the stream.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    connection.end()
  }
}

extension EventStreamEncoder: SharingEncoder {
  /// The profile: the reconnection time is each connection's own.
  ///
  /// `nil` with AG-UI, in which bytes depend on what a connection was told before.
  public var sharedFormat: SharedFormat? {
    kind == .agUI ? nil : SharedFormat(Self.self, options: kind == .reference ? 0 : 1)
  }

  /// Appends the event's block without what is only in the first.
  public func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    try append(event, to: &bytes)
  }

  /// Appends the opening and the reconnection time before the first block.
  public mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    let start = prefix.count
    let blockStart = connection.isFresh ? appendBeginning(to: &prefix) : start
    do throws(StatusEncodingError) {
      try prefix.limit(event, from: blockStart, beside: sharedSize, to: maximumEventSize)
    } catch {
      prefix.truncate(to: start)
      throw error
    }
    note(event)
  }
}

extension EventStreamEncoder {
  fileprivate enum Kind: Sendable {
    case reference
    case resumable
    case agUI

    init(_ profile: Profile) {
      switch profile {
      case .reference: self = .reference
      case .resumable: self = .resumable
      case .agUI: self = .agUI
      }
    }
  }
}

extension StreamEvent.Payload {
  /// What stands between an event's id and its data.
  fileprivate var eventAndData: StaticString {
    switch self {
    case .update: "\nevent: update\ndata: "
    case .gap: "\nevent: gap\ndata: "
    case .complete: "\nevent: complete\ndata: "
    case .failed: "\nevent: failed\ndata: "
    case .cancelled: "\nevent: cancelled\ndata: "
    }
  }
}

extension EventStreamEncoder {
  /// What keeps an idle event stream open.
  ///
  /// A comment is legal between any two events and means nothing (HTML Living Standard, sections
  /// 9.2.6 and 9.2.7); browsers read either form. Of other clients that are in use each form makes some
  /// read something else, so a server that knows its clients chooses for them.
  public enum HeartbeatForm: Sendable, Hashable {
    /// The line `:` alone, as the standard shows it; what is written unless something else is asked for.
    ///
    /// Clients that take all up to a blank line for one event and look at its beginning, such as
    /// inaka/EventSource and `@google/genai`, lose the event that follows. It is the default all the
    /// same: a client can see that a number is missing, and can't see that an event was made up.
    case comment
    /// The line `:` and a blank line.
    ///
    /// Clients that take each blank line for the end of an event, such as `openai-go` before 3.43, see
    /// an empty one.
    case commentAndBlankLine
    /// Nothing: for connections that something else keeps open.
    ///
    /// A viewer who has left is then not noticed before the next event.
    case none
  }
}

extension EventStreamEncoder {
  /// What an event stream carries besides the updates.
  public enum Profile: Sendable, Hashable {
    /// Updates alone, each one unnamed event: what existing clients of the reference
    /// implementation read.
    ///
    /// It can't show a gap, which is refused, nor how a run ended or that it did: the body of one
    /// that was complete, that failed or that was cancelled just ends, and so does the body of a
    /// connection that was cut. A client that has to tell these apart needs ``resumable``.
    case reference
    /// Every event, each with its kind and with its ``StreamEvent/cursor`` as its id, so that a
    /// client that reconnects says what it has. The end is an event of its own.
    case resumable
    /// The events of AG-UI 1.0, the protocol that chat front ends read: a run with its steps, its plan
    /// and its status as activities, and its answer as a message.
    ///
    /// Each `data:` is one of the protocol's events as JSON. `id:` stands where a client has all that
    /// belongs to an event of the trace: the protocol's own clients ignore it, one that resumes does
    /// not. <doc:AGUI> says what is told how.
    ///
    /// - Parameters:
    ///   - threadID: the conversation that the run belongs to, which its client has named.
    ///   - startedAt: when the trace was opened, counted from 1970, so that the events' timestamps are
    ///     those of a clock; without it they count from the opening.
    case agUI(threadID: String, startedAt: Duration = .zero)
  }
}

extension EventStreamEncoder {
  /// Whether the profile shows a state, of which a delivery has to know how it begins.
  public var needsSnapshots: Bool { !agUI.isEmpty }

  /// Appends how a trace stands, with AG-UI; nothing in another profile.
  ///
  /// At first that is the beginning of the run with its state, later what brings a client to the state.
  public mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard !agUI.isEmpty else { return }
    try connection.begin(with: snapshot)
    appendOpening(to: &bytes)
    isOpened = true
    var output = takeOutput(&bytes)
    agUI[0].encode(snapshot, to: &output)
    bytes = output.takeBytes()
  }

  // Not a part of what other profiles pass through.
  @inline(never)
  mutating func encodeAGUI(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    let start = bytes.count
    appendOpening(to: &bytes)
    var output = takeOutput(&bytes)
    defer { bytes = output.takeBytes() }
    do throws(StatusEncodingError) {
      try agUI[0].encode(event, to: &output)
    } catch {
      output.truncate(to: (start, 0))
      throw error
    }
    note(event)
  }

  private func takeOutput(_ bytes: inout [UInt8]) -> AGUIOutput {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return AGUIOutput(.blocks, limit: maximumEventSize, after: taken)
  }
}
