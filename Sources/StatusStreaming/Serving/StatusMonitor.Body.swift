extension StatusMonitor {
  /// A response's body for a server that pulls: a sequence of chunks of bytes.
  ///
  /// It keeps what a sink is promised: the events in their order, each once, one that the encoder
  /// refuses as a gap, heartbeats between them, at the end what ends the output properly. Chunks are
  /// made when they are asked for, of what is there at that moment and of about 64 KiB at most, and
  /// none is empty. To ask for the next chunk is to have taken the one before: the cursor moves then,
  /// so a chunk after which nobody asks again counts as not delivered.
  ///
  /// An encoder's opening, if it was given one, is a chunk of its own that is there at once.
  ///
  /// The sequence never throws: it ends, for whatever reason a delivery does, and the reason is told to
  /// the closure that it was made with. If its iterator is dropped before that, as servers do with the
  /// body of a client that has gone, the delivery has been cancelled.
  ///
  /// No task runs for a body. While somebody waits for a chunk and it is known when the wait ends at the
  /// latest, one sleeps, for all the viewers of a ``StatusBuffer``; and one waits where a buffer of
  /// another kind does. A server that never
  /// asks keeps its place among the viewers of the buffer until it drops the iterator.
  ///
  /// Each iteration is a viewer of its own. A library's own buffers are mapped to:
  ///
  /// <!-- example in RequestExample -->
  /// ```swift
  /// let encoder = EventStreamEncoder(profile: .resumable)
  /// let body = monitor.body(of: "run-1", encodedBy: encoder) { delivery in
  ///   log("\(delivery.ending) at \(delivery.cursor)")
  /// }
  /// try await respond(200, EventStreamHTTP.headers, body.map { ByteBuffer(bytes: $0) })
  /// ```
  public struct Body<Encoder: StatusEncoder>: AsyncSequence, Sendable {
    /// What the sequence yields: bytes, at least one.
    public typealias Element = [UInt8]

    let viewing: Viewing
    let encoder: Encoder
    let onEnd: (@Sendable (Delivery<Cursor>) -> Void)?

    /// Begins a delivery.
    public func makeAsyncIterator() -> Iterator {
      Iterator(body: self)
    }
  }

  /// The events of one trace after a cursor as a response's body.
  ///
  /// A trace that is not open yet is waited for, as long as the buffer says.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - encoder: a fresh encoder, of which each iteration has a copy.
  ///   - onEnd: told once for each iteration what became of it, at the end or when it is dropped.
  public func body<Encoder: StatusEncoder>(
    of trace: TraceID, after cursor: Cursor = .zero, encodedBy encoder: Encoder,
    onEnd: (@Sendable (Delivery<Cursor>) -> Void)? = nil
  ) -> Body<Encoder> {
    Viewing(trace: trace, cursor: cursor, monitor: self, source: nil)
      .body(encodedBy: encoder, onEnd: onEnd)
  }
}

extension StatusMonitor.Viewing {
  /// The trace's events after the cursor as a response's body.
  ///
  /// The place among the viewers is held by the body, until it is iterated or dropped.
  ///
  /// - Parameters:
  ///   - encoder: a fresh encoder, of which each iteration has a copy.
  ///   - onEnd: told once for each iteration what became of it, at the end or when it is dropped.
  public func body<Encoder: StatusEncoder>(
    encodedBy encoder: Encoder, onEnd: (@Sendable (Delivery<Cursor>) -> Void)? = nil
  ) -> StatusMonitor.Body<Encoder> {
    StatusMonitor.Body(viewing: self, encoder: encoder, onEnd: onEnd)
  }
}
