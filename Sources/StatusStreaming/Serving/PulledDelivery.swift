import Synchronization

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
