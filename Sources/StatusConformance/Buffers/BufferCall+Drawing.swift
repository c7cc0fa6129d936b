import GoldenTranscripts
import RunTimelines
import StatusStreaming

extension BufferCall {
  /// How the call is drawn: as long as it took, as far as updates and ends go with arrows from where
  /// they were appended to where they were read.
  func drawing(_ index: Int) -> Drawing {
    let published = number.map { [Drawing.Publication(trace: trace, number: $0)] } ?? []
    let arrived = (events ?? []).compactMap { sighting in
      sighting.event.sequence.map {
        Drawing.Publication(trace: sighting.event.trace ?? trace, number: $0.rawValue)
      }
    }
    return Drawing(
      in: caller, kind, "\(index + 1)", start: ended == began ? nil : began, published: published,
      arrived: arrived)
  }

  private var kind: RunTimeline.Event.Kind {
    if error != nil { return .failure }
    switch operation {
    case .append: return .message
    case .finish: return .end
    case .read, .readElsewhere: return .arrival
    case .wait, .waitElsewhere: return .wait
    case .remove: return .loss
    case .open, .count: return .note
    }
  }
}
