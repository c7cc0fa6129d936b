/// What became of a viewer's connection.
public struct Delivery<Place: Sendable>: Sendable {
  /// Where to resume: what follows it has not been delivered, all before it has.
  ///
  /// A ``Cursor`` for one trace, ``TraceCursors`` for all.
  public var cursor: Place
  /// Why the delivery ended.
  public var ending: DeliveryEnding
  /// How many updates the viewer is missing without its being told, in a format that can't show a
  /// gap such as ``EventStreamEncoder/Profile/reference``: dropped by the buffer before the viewer
  /// came to them, or refused by the encoder.
  public var untoldLosses = 0

  /// Checks that the viewer has what there was for it, and that the output goes on where a server may
  /// end it properly.
  ///
  /// Of a client that takes nothing, and after a writer that has thrown, the output can't be finished:
  /// the server drops the connection, which in most frameworks means that its handler throws. So it
  /// does where the buffer has failed, or no longer has the trace: of that a client that is to tell a
  /// run which was cut from one that ended is best told by a connection that breaks.
  ///
  /// <!-- example in ServerExample, then expectEnd(of: delivery) -->
  /// ```swift
  /// let (delivery, _) = await StatusMonitor(buffer: buffer).deliver(
  ///   "run-1", to: EventStreamSink(profile: .resumable, writer: writer), sendTimeout: .seconds(30))
  /// try delivery.requireIntactOutput()
  /// // End the response.
  /// ```
  ///
  /// - Throws: what the sink or the buffer threw, ``StalledSink``, or `CancellationError` where the
  ///   delivery was cancelled.
  public func requireIntactOutput() throws {
    switch ending {
    case .finished, .draining: return
    case .cancelled: throw CancellationError()
    case .sinkStalled: throw StalledSink()
    case .sinkFailed(let error), .bufferFailed(let error): throw error
    }
  }
}

/// The end of a delivery whose client took nothing for as long as it may.
public struct StalledSink: Error, Sendable, Hashable, CustomStringConvertible {
  /// What a person reads.
  public var description: String { "the client took nothing for as long as it may" }

  init() {}
}

/// Why a delivery ended.
public enum DeliveryEnding: Sendable {
  /// The terminal event was delivered, to this connection or, on a resume, to an earlier one.
  case finished
  /// The delivery's task was cancelled; what the sink has received is a prefix.
  ///
  /// So it is too if the sink then throws, whatever error: it may be the answer to the cancellation.
  case cancelled
  /// The buffer was told to drain: what there was has been delivered, unless the deadline came first,
  /// and the sink was closed, also if nothing had been written to it.
  ///
  /// The trace has not ended; the viewer resumes elsewhere or later. On a WebSocket Close says "going
  /// away" (1001); an event stream just ends, so that an `EventSource` reconnects.
  case draining
  /// A send, a heartbeat or closing took longer than by-value delivery was told to wait, and was
  /// cancelled; nothing was written afterwards.
  ///
  /// What the sink was sent last counts as delivered if the send returned in the end, and a closing that
  /// returns in the end is done, so that the ending is another one.
  case sinkStalled
  /// The sink threw while nobody had cancelled the delivery, be it a `CancellationError`; nothing
  /// was written to it afterwards.
  case sinkFailed(any Error)
  /// The buffer has no such trace, has it no longer, or not as far as the cursor, which it says with a
  /// ``BufferError``; or it has failed in a way of its own.
  case bufferFailed(any Error)
}

extension DeliveryEnding {
  /// Whether the viewer has gone of its own accord, as far as can be told from here.
  var isHangUp: Bool {
    switch self {
    case .cancelled: true
    // What an encoder says, nobody has hung up for.
    case .sinkFailed(let error):
      !(error is StatusEncodingError || error is WebSocketEncodingError
        || error is ServerSentEventError)
    case .finished, .draining, .sinkStalled, .bufferFailed: false
    }
  }

  /// Whether something may still be written to the sink.
  var leavesOutputIntact: Bool {
    switch self {
    case .finished, .cancelled, .draining, .bufferFailed: true
    case .sinkStalled, .sinkFailed: false
    }
  }
}

/// Why a delivery sends nothing more.
struct DeliveryInterruption: Error {
  let ending: DeliveryEnding
  /// Whether the sink threw, after which nothing may be asked of it.
  var isSinkDead = false
}

/// Why an event can't be sent on a connection that lives.
///
/// An encoder that refuses an event has appended nothing, so nothing of it was written.
enum EventRefusal: CustomStringConvertible {
  case tooLarge(size: Int, limit: Int)
  /// Whatever is not a matter of size, in words.
  case inexpressible(String)

  /// Reads a sink's error; `nil` if it means that the sink has failed.
  init?(_ error: any Error) {
    switch error {
    case let error as StatusEncodingError:
      switch error.code {
      case .tooLarge(let size, let limit): self = .tooLarge(size: size, limit: limit)
      case .unrepresentable: self = .inexpressible("the format can't say it")
      case .outOfRange(let fault): self = .inexpressible("it has \(fault)")
      case .tooDeep(let depth, let limit):
        self = .inexpressible("it has JSON of \(depth) levels; \(limit) are allowed")
      case .ended, .otherTrace: return nil
      }
    case let error as WebSocketEncodingError:
      switch error.code {
      case .messageTooLarge(let size, let limit): self = .tooLarge(size: size, limit: limit)
      case .invalidUTF8: self = .inexpressible(error.description)
      default: return nil
      }
    case let error as ServerSentEventError:
      if case .tooLarge(let size, let limit) = error.code {
        self = .tooLarge(size: size, limit: limit)
      } else {
        self = .inexpressible(error.description)
      }
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .tooLarge(let size, let limit): "it takes \(size) bytes; \(limit) are allowed"
    case .inexpressible(let reason): reason
    }
  }
}
