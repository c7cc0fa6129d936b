/// What a delivery takes its events from: one trace of a buffer, or all of them.
protocol EventSource: Sendable {
  /// Whether everything there will ever be has been delivered.
  var isComplete: Bool { get }

  /// The buffer clock's time at which to read again even if nothing was appended.
  var deadline: Duration? { get }

  /// The next events in order; `nil` if there is nothing new.
  mutating func read(limit: Int) throws(BufferError) -> EventBatch?

  /// Moves the cursor past an event that the sink has accepted.
  mutating func noteDelivery(of event: StreamEvent)

  /// Where the delivery's task waits; to wake it there ends ``awaitMore()``.
  var parker: Parker { get }

  /// Waits until there may be more to read.
  func awaitMore() async
}
