/// What a server answers a viewer with to whom there is nothing to deliver, and whoever asks for a run
/// that can't begin.
///
/// A browser's `EventSource` stops at each of these answers and does not come back by itself; for
/// ``Reason/ended`` that is what it is for.
///
/// It is an error, so that a server whose framework answers errors can throw it.
public struct AdmissionAnswer: Error, CustomStringConvertible {
  /// Why there is nothing to deliver, or no run.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// What was asked for is not the name of a trace; status 400.
    case malformedTrace
    /// The `Last-Event-ID` is no cursor; status 400.
    case malformedLastEventID
    /// There is no such trace, and none was opened within the time allowed; status 404.
    case unknownTrace
    /// The trace was there, as the viewer's cursor proves, and is no longer; status 410.
    case gone
    /// The trace has ended, and the viewer has its terminal event; status 204.
    case ended
    /// The cursor is beyond the newest event of the trace; status 409.
    case cursorAhead
    /// The cursor counts the events of another history than the buffer's; status 409.
    case otherEpoch
    /// There are as many viewers as the buffer takes; status 503.
    case tooManyViewers
    /// The buffer sends its viewers away, since the server stops; status 503.
    case draining
    /// A trace of that name is there already, so that no run can begin under it; status 409.
    case traceExists
    /// There are as many traces as the buffer takes, all of them open; status 503.
    case tooManyTraces
    /// The buffer takes no new runs, since the server stops; status 503.
    case closed
    /// The buffer has failed in a way of its own; status 500.
    case bufferFailed

    /// The HTTP status (RFC 9110, section 15).
    public var status: Int {
      switch self {
      case .ended: 204
      case .malformedTrace, .malformedLastEventID: 400
      case .unknownTrace: 404
      case .cursorAhead, .otherEpoch, .traceExists: 409
      case .gone: 410
      case .bufferFailed: 500
      case .tooManyViewers, .draining, .tooManyTraces, .closed: 503
      }
    }
  }

  /// How many seconds a client is told to wait before it asks again, where that may help.
  public static let retryDelay = 5

  /// Why there is nothing to deliver, or no run.
  public let reason: Reason
  /// What the buffer threw, or what was malformed; `nil` for ``Reason/ended``, which is no error.
  public let error: (any Error)?

  init(_ reason: Reason, _ error: (any Error)? = nil) {
    self.reason = reason
    self.error = error
  }

  /// Reads what a buffer throws.
  ///
  /// - Parameter cursor: where the viewer is; above zero it proves that there was a trace.
  init(_ error: any Error, at cursor: Cursor) {
    let reason: Reason =
      switch (error as? BufferError)?.code {
      case .unknownTrace: cursor.number > .zero ? .gone : .unknownTrace
      case .removed: .gone
      case .cursorAhead: .cursorAhead
      case .otherEpoch: .otherEpoch
      case .tooManyViewers: .tooManyViewers
      case .draining: .draining
      default: .bufferFailed
      }
    self.init(reason, error)
  }

  /// Reads why a run can't begin.
  init(beginning error: BufferError) {
    let reason: Reason =
      switch error.code {
      case .traceExists: .traceExists
      case .tooManyTraces: .tooManyTraces
      default: .closed
      }
    self.init(reason, error)
  }

  /// The HTTP status.
  public var status: Int { reason.status }

  /// What a WebSocket is closed with that was accepted to tell a browser why it is refused: 4000 and the
  /// status, from the range for applications (RFC 6455, section 7.4.2).
  public var closeCode: WebSocketCloseCode { WebSocketCloseCode(rawValue: 4000 + UInt16(status)) }

  /// The names and values of the response's headers, with `Retry-After` where it may help.
  public var headers: [(String, String)] {
    var headers = [(EventStreamHTTP.cacheControl, EventStreamHTTP.noStore)]
    if status == 503 { headers.append((EventStreamHTTP.retryAfter, "\(Self.retryDelay)")) }
    if !body.isEmpty { headers.append((EventStreamHTTP.contentType, "text/plain; charset=utf-8")) }
    return headers
  }

  /// A line of text for the response's body; empty for status 204, which has none.
  ///
  /// It names what the viewer has sent, in visible ASCII, and nothing that the viewer may not know.
  public var body: String { status == 204 ? "" : "\(description)\n" }

  /// What the viewer is told.
  public var description: String {
    switch (reason, error) {
    case (.ended, _): "the viewer has the end of the trace"
    case (.malformedTrace, let error as InvalidTraceID): error.description
    case (.malformedLastEventID, let error as InvalidLastEventID): error.description
    case (_, let error as BufferError) where reason != .bufferFailed: error.description
    // What another error says may not be meant for clients.
    default: "\(reason): the buffer can't be read"
    }
  }
}

extension WebSocketMessageSink {
  /// Tells a client that was let in to be told so why there is nothing to deliver, by Close with
  /// ``AdmissionAnswer/closeCode`` and the reason as far as it fits.
  ///
  /// - Throws: what the closing closure throws.
  public mutating func refuse(_ answer: AdmissionAnswer) async throws {
    try await close(answer.closeCode, reason: answer.description)
  }
}

/// What a server that answers with an event stream says over HTTP, as plain strings for any library
/// (HTML Living Standard, section 9.2).
public enum EventStreamHTTP {
  /// The name of the request's header in which a client that reconnects says what it has.
  public static let lastEventID = "Last-Event-ID"
  /// The name of the header that says what a body is.
  public static let contentType = "Content-Type"
  /// An event stream's content type.
  public static let mediaType = "text/event-stream"
  /// The name of the header that says who may keep a response.
  public static let cacheControl = "Cache-Control"
  /// The value of ``cacheControl`` with which nobody answers from a copy.
  public static let noCache = "no-cache"
  /// The value of ``cacheControl`` with which nobody keeps a copy.
  public static let noStore = "no-store"
  /// The name of the header in which a proxy such as nginx reads whether to collect a body before it
  /// passes it on.
  public static let accelBuffering = "X-Accel-Buffering"
  /// The value of ``accelBuffering`` with which each event is passed on as it comes.
  public static let unbuffered = "no"
  /// The name of the header that says in how many seconds to ask again.
  public static let retryAfter = "Retry-After"

  /// The names and values of the headers of a response with status 200 whose body is an event stream.
  public static let headers = [
    (contentType, mediaType), (cacheControl, noCache), (accelBuffering, unbuffered),
  ]
}
