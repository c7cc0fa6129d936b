import StatusStreaming

extension DeliveryRecording {
  /// One viewer's connection.
  struct Viewer: Sendable, Hashable {
    /// How the closure that serves the connection ended.
    enum Outcome: Sendable, Hashable {
      case returned
      case threw(String)
    }

    /// After which number the viewer goes on.
    var cursor: SequenceNumber
    /// What its sink refuses to encode.
    var refusals = SinkRefusals()
    /// What it follows and how it found it, in a world.
    var place = Place()
    /// What was asked of the sink, by the order in which it began.
    var calls: [Call] = []
    /// The places of the calls that have not ended.
    var callsInProgress: [Int] = []
    /// Counts what begins and ends, since much of it happens at one instant.
    var tick = 0
    /// Whether the run cancelled the connection because its plan says so.
    var isCancelled = false
    /// When it did.
    var cancelled: Duration?
    /// Whether the connection had to be cancelled because it went on and on.
    var isStopped = false
    /// Whether that was done before the run had ended, since far more was sent than there is.
    var isOverrun = false
    var outcome: Outcome?
    /// Whether the closure threw anything but a `CancellationError`.
    var tellsFailure = false
    /// What befalls one of the sink's calls; `nil` if nothing does.
    var trouble: SinkTrouble?
    /// The call that met with the trouble of its plan.
    var troubledCall: Int?
    var began = Duration.zero
    /// When the closure had ended.
    var ended: Duration?
    /// Whether all that the connection had spawned has ended as well.
    var isOver = false

    init(after cursor: SequenceNumber) {
      self.cursor = cursor
    }

    /// What the viewer has received.
    var arrivals: [StreamEvent] { calls.flatMap(\.arrivals) }

    /// The first call of the sink that failed because the sink is made to.
    var failure: Int? { calls.firstIndex { $0.isFailure } }

    /// The call that delivered the terminal event.
    var ending: Int? { calls.firstIndex(where: \.isEnd) }
  }
}
