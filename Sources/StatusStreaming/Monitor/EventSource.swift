/// What a delivery takes its events from: one trace of a buffer, or all of them.
protocol EventSource<Place>: Sendable {
  /// What can be read at once.
  associatedtype Batch: EventQueue
  /// How a place in the source is written down.
  associatedtype Place: Sendable

  /// Where to resume.
  var place: Place { get }

  /// Whether everything there will ever be has been delivered.
  var isComplete: Bool { get }

  /// How long until there is to be read again even if nothing was appended; `nil` for ever.
  var timeLeft: Duration? { get }

  /// The next events in order; `nil` if there is nothing new.
  mutating func read(limit: Int) async throws -> Batch?

  /// Moves the cursor past an event that the sink has accepted.
  mutating func noteDelivery(of event: StreamEvent)

  /// Where the delivery's task waits; to wake it there ends ``awaitMore(in:)``.
  var parker: Parker { get }

  /// Whether ``awaitMore(in:)`` ends when something is appended.
  var isWoken: Bool { get }

  /// Waits until there may be more to read.
  ///
  /// - Parameter group: the delivery's, in which the source may wait by a task of its own.
  mutating func awaitMore(in group: inout DiscardingTaskGroup) async
}

/// Events that were read together, to be taken out one by one.
protocol EventQueue {
  /// Takes out the oldest event; `nil` if there is none left.
  mutating func popFirst() -> StreamEvent?
}

extension EventBatch: EventQueue {}

/// Events of a buffer that gives them as an array.
extension ArraySlice<StreamEvent>: EventQueue {}
