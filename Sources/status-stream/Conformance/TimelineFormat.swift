internal import RunTimelines

/// What a timeline is written as.
enum TimelineFormat: String, Sendable, CaseIterable {
  case html
  case trace
  case svg

  /// A timeline in this format.
  func text(of timeline: RunTimeline) -> String {
    switch self {
    case .html: timeline.html()
    case .trace: timeline.chromeTrace()
    case .svg: timeline.svg()
    }
  }
}
