import Synchronization

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

extension StatusMonitor.Body {
  /// One delivery of a body, whose chunks one task asks for.
  ///
  /// It may be sent to another task between two chunks. A copy is the same delivery, not another; who
  /// asks while somebody else is waiting for a chunk gets none.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private let delivery: any ChunkProducer

    init(body: StatusMonitor.Body<Encoder>) {
      delivery = Self.delivery(of: body)
    }

    /// The next chunk, at least a byte; `nil` at the end, also when the task is cancelled.
    public mutating func next() async -> [UInt8]? {
      await delivery.next()
    }

    private static func delivery(of body: StatusMonitor.Body<Encoder>) -> any ChunkProducer {
      switch body.viewing.takeSource() {
      case .own(let source): return delivery(of: body, from: source)
      case .other(let source): return delivery(of: body, from: source)
      }
    }

    private static func delivery(
      of body: StatusMonitor.Body<Encoder>, from source: some SourceOfOneTrace
    ) -> any ChunkProducer {
      let monitor = body.viewing.monitor
      return PulledDelivery(
        from: source, encodedBy: body.encoder, pace: monitor.pace, clock: monitor.clock,
        report: DeliveryReport(cursor: source.place, to: body.onEnd))
    }
  }
}

/// What a body's iterator asks for chunks, whatever the source.
protocol ChunkProducer: AnyObject, Sendable {
  func next() async -> [UInt8]?
}

/// One viewer's delivery of which somebody asks for the bytes.
///
/// It is safe to share: who asks while somebody else does is refused, so that its state is one task's at
/// a time.
final class PulledDelivery<Source: SourceOfOneTrace, Encoder: StatusEncoder, C: Clock>:
  ChunkProducer, @unchecked Sendable
where C.Duration == Duration {
  private var loop: DeliveryLoop<Source, EncodingSink<Encoder, ChunkWriter>, C>
  private let writer: ChunkWriter
  private let report: DeliveryReport
  private let isAsked = Atomic<Bool>(false)
  /// Whether somebody has a chunk of which it is not known yet that it was dealt with.
  private var isChunkOut = false
  /// What that chunk holds.
  private var events: DeliveredEvents?
  /// How the delivery ends, once the last chunk was dealt with.
  private var ending: DeliveryEnding?

  init(
    from source: Source, encodedBy encoder: Encoder, pace: DeliveryPace, clock: C,
    report: DeliveryReport
  ) {
    let writer = ChunkWriter()
    self.writer = writer
    var encoder = encoder
    var opening: [UInt8] = []
    encoder.encodeOpening(into: &opening)
    writer.write(opening)
    self.report = report
    loop = DeliveryLoop(
      from: source, to: EncodingSink(encoder: encoder, writer: writer), pace: pace, clock: clock)
  }

  /// The next chunk; `nil` at the end, or if somebody else is being given one.
  func next() async -> [UInt8]? {
    guard !isAsked.exchange(true, ordering: .acquiring) else { return nil }
    defer { isAsked.store(false, ordering: .releasing) }
    if isChunkOut { noteTaking() }
    if let opening = writer.take() {
      isChunkOut = true
      return opening
    }
    while ending == nil {
      if let end = await loop.pull(&events) {
        ending = end.ending
        // To keep bytes can't fail.
        if !end.isSinkDead, loop.isToBeClosed(after: end.ending) { _ = await loop.close() }
      }
      if let chunk = writer.take() {
        isChunkOut = true
        return chunk
      }
      noteEvents()
    }
    if let ending { report.end(loop.conclude(ending, closedFor: ending)) }
    return nil
  }

  /// Takes note that whoever asks has dealt with the chunk before.
  private func noteTaking() {
    isChunkOut = false
    loop.noteWrite()
    noteEvents()
  }

  private func noteEvents() {
    guard let events else { return }
    self.events = nil
    loop.source.noteDelivery(of: events)
    report.note(cursor: loop.source.place, untoldLosses: loop.outlet.untoldLosses)
  }
}

/// Keeps what a sink writes until somebody asks for it.
///
/// It belongs to one delivery.
final class ChunkWriter: ByteWriter {
  private var bytes: [UInt8] = []

  func write(_ bytes: [UInt8]) {
    if self.bytes.isEmpty { self.bytes = bytes } else { self.bytes += bytes }
  }

  /// What was written since it was last asked for; `nil` if there was nothing.
  func take() -> [UInt8]? {
    guard !bytes.isEmpty else { return nil }
    defer { bytes = [] }
    return bytes
  }
}
