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
