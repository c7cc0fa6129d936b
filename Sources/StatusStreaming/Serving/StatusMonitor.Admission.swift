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
    ///     ``Viewing/deliver(to:sendTimeout:closeTimeout:)``.
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
    ///     ``Viewing/deliver(to:sendTimeout:closeTimeout:)``.
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
