/// What a delivery takes its events from: one trace of a buffer, or all of them.
protocol EventSource<Place>: Sendable {
  /// How a place in the source is written down.
  associatedtype Place: Sendable

  /// Where to resume.
  var place: Place { get }

  /// Whether everything there will ever be has been delivered.
  var isComplete: Bool { get }

  /// How long until there is to be read again even if nothing was appended; `nil` for ever.
  var timeLeft: Duration? { get }

  /// The next events in order; `nil` if there is nothing new.
  mutating func read(limit: Int) async throws -> EventBatch?

  /// Moves the cursor past events that the sink has accepted.
  ///
  /// - Parameters:
  ///   - trace: their trace.
  ///   - cursor: that of the last of them.
  ///   - isTerminal: whether it is the trace's terminal event.
  mutating func noteDelivery(of trace: TraceID, to cursor: Cursor, isTerminal: Bool)

  /// Where the delivery's task waits; to wake it there ends ``awaitMore(in:)``.
  var parker: Parker { get }

  /// Whether ``awaitMore(in:)`` ends when something is appended.
  var isWoken: Bool { get }

  /// Waits until there may be more to read.
  ///
  /// - Parameter group: the delivery's, in which the source may wait by a task of its own.
  mutating func awaitMore(in group: inout DiscardingTaskGroup) async
}
