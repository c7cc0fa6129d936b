import Foundation
import StatusConformance
import StatusStreaming

/// What three servers of examples share: what was published, in a list for each trace.
final class ExampleLog: Sendable {
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var traces: [TraceID: [StreamEvent.Payload]] = [:]
  nonisolated(unsafe) private var places: [TraceID: Int] = [:]

  func publish(_ event: PipelineEvent) {
    lock.withLock {
      switch event {
      case .open(let trace): traces[trace] = []
      case .update(let update, let trace): traces[trace]?.append(.update(update))
      case .finish(let outcome, let trace): traces[trace]?.append(outcome.payload)
      }
    }
  }

  func knows(_ trace: TraceID) -> Bool { lock.withLock { traces[trace] != nil } }

  /// The event after so many, once there is one; `nil` after the end.
  func event(of trace: TraceID, at index: Int) async throws -> StreamEvent? {
    while true {
      let events = lock.withLock { traces[trace] ?? [] }
      if events.indices.contains(index) {
        return StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: events[index])
      }
      if events.last?.isTerminal == true { return nil }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Where a viewer of a trace was left, or else is.
  subscript(placeIn trace: TraceID) -> Int {
    get { lock.withLock { places[trace] ?? 0 } }
    set { lock.withLock { places[trace] = newValue } }
  }
}
