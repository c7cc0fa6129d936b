import Foundation
import GoldenTranscripts
import StatusStreaming
import ThirdPartySink

/// Reads frames, as a client of the wire does.
struct FrameDecoder: StatusDecoder {
  var observes: Projection { .everything.subtracting([.traces, .times]) }
  private var rest: [UInt8] = []

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    var observations: [Observation] = []
    while rest.count >= 4 {
      let end = 4 + rest[..<4].reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= end else { break }
      let frame = try JSONDecoder().decode(Frame.self, from: Data(rest[4..<end]))
      observations.append(.event(ObservedEvent(frame)))
      rest.removeFirst(end)
    }
    return observations
  }
}

extension ObservedEvent {
  init(_ frame: Frame) {
    let content: Content =
      if let update = frame.update {
        .update(Update(update))
      } else if let lost = frame.lost {
        .gap(lost: lost)
      } else if let message = frame.failure {
        .failed(message: message)
      } else if let reason = frame.cancellation {
        .cancelled(reason: reason)
      } else {
        .complete(frame.answer)
      }
    self.init(sequence: SequenceNumber(rawValue: frame.number), content: content)
  }
}
