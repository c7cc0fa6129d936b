extension StatusMonitor {
  /// What a server learns of a viewer before it answers.
  public enum Admission: Sendable {
    /// There is, or will be, something to deliver; the answer has status 200.
    case viewing(Viewing)
    /// There is nothing to deliver, and this is the answer.
    case answer(AdmissionAnswer)

    /// The viewing, for a server whose framework answers errors.
    ///
    /// - Throws: the answer, if there is nothing to deliver.
    public func get() throws(AdmissionAnswer) -> Viewing {
      switch self {
      case .viewing(let viewing): return viewing
      case .answer(let answer): throw answer
      }
    }

    /// Delivers to a client that was let in to its WebSocket, or tells it by Close why there is nothing to
    /// deliver, as ``WebSocketMessageSink/refuse(_:)`` does: a browser shows no page with which status an
    /// upgrade was refused.
    ///
    /// - Parameters:
    ///   - sink: where the events go.
    ///   - sendTimeout: how long a send or a heartbeat may take, as for
    ///     ``Viewing/deliver(to:sendTimeout:closeTimeout:)->(_,_)``.
    ///   - closeTimeout: how long closing may take, likewise.
    /// - Returns: what became of the delivery; `nil` if there was none.
    /// - Throws: what the sink's closing throws, of a client to whom there is nothing to deliver.
    public func deliver(
      to sink: sending WebSocketMessageSink, sendTimeout: Duration? = nil,
      closeTimeout: Duration = .seconds(5)
    ) async throws -> Delivery<Cursor>? {
      switch self {
      case .viewing(let viewing):
        return await viewing.deliver(
          to: sink, sendTimeout: sendTimeout, closeTimeout: closeTimeout
        ).delivery
      case .answer(let answer):
        var sink = sink
        try await sink.refuse(answer)
        return nil
      }
    }

    /// Delivers to a client that was let in to its WebSocket, or tells it by Close why there is nothing to
    /// deliver, as with a sink over messages.
    ///
    /// - Parameters:
    ///   - session: the client's connection.
    ///   - sendTimeout: how long a send or a heartbeat may take, as for
    ///     ``Viewing/deliver(to:sendTimeout:closeTimeout:)->(_,_)``.
    ///   - closeTimeout: how long closing may take, likewise.
    /// - Returns: what became of the delivery; `nil` if there was none.
    /// - Throws: what the session's closing throws, of a client to whom there is nothing to deliver.
    public func deliver<Writer>(
      to session: WebSocketSession<Writer>, sendTimeout: Duration? = nil,
      closeTimeout: Duration = .seconds(5)
    ) async throws -> Delivery<Cursor>? {
      switch self {
      case .viewing(let viewing):
        return await viewing.deliver(
          to: session, sendTimeout: sendTimeout, closeTimeout: closeTimeout
        ).delivery
      case .answer(let answer):
        try await session.close(answer.closeCode, reason: answer.description)
        return nil
      }
    }
  }
}

extension StatusMonitor {
  /// Finds out what to answer a viewer, before a byte is written.
  ///
  /// The answer is either a ``Viewing``, which holds its place among the buffer's viewers from now on,
  /// or the status, the headers and the text with which the server is done:
  ///
  /// <!-- example in RequestExample -->
  /// ```swift
  /// switch await monitor.admit(request.path, lastEventID: request[header: EventStreamHTTP.lastEventID]) {
  /// case .viewing(let viewing):
  ///   try await respond(200, EventStreamHTTP.headers) { body in
  ///     var sink = EventStreamSink(profile: .resumable, writer: body)
  ///     _ = await viewing.deliver(to: &sink)
  ///   }
  /// case .answer(let answer):
  ///   try await respond(answer.status, answer.headers, answer.body)
  /// }
  /// ```
  ///
  /// A trace that is not open yet is unknown, unless a time is given to wait for it; the viewer holds
  /// a place while it waits. Nothing is waited for after a cursor above zero, which proves that the
  /// trace was there before. A cancelled task waits no longer.
  ///
  /// Where several answers fit, a malformed request comes first, then the end that the viewer has. A
  /// buffer that drains says so of everything else; one that is full answers what it can without a
  /// place.
  ///
  /// - Parameters:
  ///   - trace: the name of the trace as the request has it, whatever it is.
  ///   - lastEventID: the value of the request's `Last-Event-ID` header, or what else says where a
  ///     client resumes; `nil` if there is none.
  ///   - openTimeout: how long to wait for a trace that is not open yet, by the buffer's clock, that of
  ///     the monitor if the buffer is not a ``StatusBuffer``; a century and more is for ever.
  public func admit(
    _ trace: String, lastEventID: String? = nil, openTimeout: Duration = .zero
  ) async -> Admission {
    do throws(AdmissionAnswer) {
      let (trace, cursor) = try Self.parse(trace, lastEventID)
      do throws(AdmissionAnswer) {
        let source = try await admittedSource(of: trace, after: cursor, openTimeout)
        return .viewing(Viewing(trace: trace, cursor: cursor, monitor: self, source: source))
      } catch {
        throw await betterAnswer(than: error, for: trace, at: cursor, openTimeout)
      }
    } catch {
      return .answer(error)
    }
  }

  private static func parse(
    _ trace: String, _ lastEventID: String?
  ) throws(AdmissionAnswer) -> (TraceID, Cursor) {
    let id: TraceID
    do { id = try TraceID(trace) } catch { throw AdmissionAnswer(.malformedTrace, error) }
    do {
      return (id, try Cursor(lastEventID: lastEventID))
    } catch {
      throw AdmissionAnswer(.malformedLastEventID, error)
    }
  }

  private func admittedSource(
    of trace: TraceID, after cursor: Cursor, _ openTimeout: Duration
  ) async throws(AdmissionAnswer) -> BoundSource {
    switch source(of: trace, after: cursor, openTimeout: openTimeout) {
    case .own(let source): return .own(try await awaitTrace(trace, in: source))
    case .other(let source): return .other(try await awaitTrace(trace, in: source))
    }
  }

  /// Looks at a source until its trace is there.
  private func awaitTrace<Source: SourceOfOneTrace>(
    _ trace: TraceID, in source: Source
  ) async throws(AdmissionAnswer) -> Source {
    let pace = DeliveryPace(interval: wakeup.interval, beat: nil)
    var loop = DeliveryLoop(from: source, to: NoSink(), pace: pace, clock: clock)
    while try await !isThere(&loop.source) {
      await loop.pause()
      if Task.isCancelled { throw AdmissionAnswer(.unknownTrace, BufferError.unknownTrace(trace)) }
    }
    return loop.source
  }

  /// Reads from a source without moving its cursor.
  ///
  /// - Returns: whether there is a trace; `false` if it may still be opened.
  private func isThere(
    _ source: inout some SourceOfOneTrace
  ) async throws(AdmissionAnswer) -> Bool {
    do {
      if try await source.read(limit: 1) != nil { return true }
    } catch {
      throw AdmissionAnswer(error, at: source.place)
    }
    if source.isComplete { throw AdmissionAnswer(.ended) }
    if source.isDrained { throw AdmissionAnswer(.draining, BufferError.draining(nil)) }
    return source.isAttached
  }

  /// What else can be said to a viewer for whom there is no place, and whom nothing will be sent.
  private func betterAnswer(
    than answer: AdmissionAnswer, for trace: TraceID, at cursor: Cursor, _ openTimeout: Duration
  ) async -> AdmissionAnswer {
    guard answer.status == 503 else { return answer }
    let better = await answerWithoutPlace(instead: answer, for: trace, at: cursor, openTimeout)
    // It was not for want of a place that there is nothing for this viewer.
    if better.status != 503, answer.reason == .tooManyViewers, let buffer = buffer as? StatusBuffer
    {
      buffer.refusals.takeBackViewer()
    }
    return better
  }

  private func answerWithoutPlace(
    instead answer: AdmissionAnswer, for trace: TraceID, at cursor: Cursor, _ openTimeout: Duration
  ) async -> AdmissionAnswer {
    do {
      let next = try await buffer.events(of: trace, after: cursor, limit: 1)
      guard next.isEmpty, let previous = cursor.previous else { return answer }
      let last = try await buffer.events(of: trace, after: previous, limit: 1).first
      return last?.payload.isTerminal == true ? AdmissionAnswer(.ended) : answer
    } catch {
      let other = AdmissionAnswer(error, at: cursor)
      let isAwaited = other.reason == .unknownTrace && openTimeout > .zero
      return answer.reason == .draining || isAwaited ? answer : other
    }
  }
}

/// Where nothing goes.
private struct NoSink: StatusSink {
  func send(_: StreamEvent) {}
}
