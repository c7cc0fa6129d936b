internal import StateLocking

/// What a viewer is given that waits for a trace: its log, should it be opened.
///
/// The log is handed over at the opening, so a run that comes and goes between two looks of the viewer
/// is not missed.
final class Expectation: Sendable {
  private let opened = Lock<TraceLog?>(nil)

  /// The log of the first run under the id since the viewer waits.
  var log: TraceLog? { opened.withLock { $0 } }

  func fulfil(with log: TraceLog) {
    opened.withLock { $0 = $0 ?? log }
  }
}
