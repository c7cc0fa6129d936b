import RunTimelines
import StateLocking
import StatusStreaming

/// What happened in a run, in words, and how it is drawn.
struct Timeline: Sendable, Hashable {
  struct Entry: Sendable, Hashable {
    let time: Duration
    /// `nil` for what is to be seen in a picture, but needs no words.
    let text: String?
    let drawing: Drawing
  }

  private(set) var entries: [Entry] = []
  /// Whether it is kept: of most runs nobody wants to know, and to put it into words takes longer
  /// than to make many of them.
  var isKept = true

  mutating func append(
    _ text: @autoclosure () -> String?, at time: RunClock.Instant,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "run")
  ) {
    guard isKept else { return }
    entries.append(Entry(time: time.elapsed, text: text(), drawing: drawing()))
  }

  /// One line for each thing that happened.
  var lines: [String] {
    entries.compactMap { entry in
      entry.text.map { "\(entry.time.wholeMicroseconds.text): \($0)" }
    }
  }
}

extension Timeline {
  /// The places of the entries that close others, by the places of these.
  var ends: [Int: Int] {
    var ends: [Int: Int] = [:]
    var open: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      if let closing = entry.drawing.closing, let opening = open[closing] { ends[opening] = index }
      if let opening = entry.drawing.opening { open[opening] = index }
    }
    return ends
  }
}

/// How an occurrence is drawn.
struct Drawing: Sendable, Hashable {
  /// What is published at one place and arrives at others.
  struct Publication: Sendable, Hashable {
    let trace: TraceID
    let number: Int
  }

  /// Who it happens to.
  var lane: String
  var kind = RunTimeline.Event.Kind.note
  /// What it is called where there is little room.
  var name = ""
  /// When it began, if it took time.
  var start: Duration?
  /// What it begins; the occurrence that closes it is drawn as its end.
  var opening: String?
  /// What it ends.
  var closing: String?
  /// What is published with it.
  var published: [Publication] = []
  /// What arrives with it.
  var arrived: [Publication] = []
  /// The trace that a buffer forgets with it.
  var cleared: TraceID?

  init(
    in lane: String, _ kind: RunTimeline.Event.Kind = .note, _ name: String = "",
    start: Duration? = nil, opening: String? = nil, closing: String? = nil,
    published: [Publication] = [], arrived: [Publication] = [], cleared: TraceID? = nil
  ) {
    self.lane = lane
    self.kind = kind
    self.name = name
    self.start = start
    self.opening = opening
    self.closing = closing
    self.published = published
    self.arrived = arrived
    self.cleared = cleared
  }
}

extension Drawing {
  /// How many events arrive with it.
  var arrivalCount: Int {
    if !arrived.isEmpty { return arrived.count }
    let isWhole = opening == nil && closing == nil
    return kind == .arrival && isWhole ? 1 : 0
  }

  /// The same in a lane of one of several connections.
  func within(_ label: String) -> Drawing {
    guard !label.isEmpty else { return self }
    var drawing = self
    drawing.lane = label + lane
    drawing.opening = opening.map { label + $0 }
    drawing.closing = closing.map { label + $0 }
    return drawing
  }
}

extension Drawing.Publication {
  init(_ event: StreamEvent) {
    self.init(trace: event.trace, number: event.sequence.rawValue)
  }
}

extension Duration {
  /// Without what is less than a microsecond.
  fileprivate var wholeMicroseconds: Duration {
    Duration(attoseconds: attoseconds - attoseconds % 1_000_000_000_000)
  }
}

/// Where a run is recorded while it goes on, by whatever tasks it has.
///
/// A run that is given up is recorded up to then: what its tasks do when they are ended is nobody's doing.
final class Recorder<Recording: TrialRecording>: Sendable {
  private let state: Lock<(recording: Recording, afterwards: Recording?)>
  private let stage: Stage?

  /// - Parameter stage: where the run takes place.
  init(_ plan: Recording.Plan, on stage: Stage? = nil) {
    state = Lock((Recording(of: plan), nil))
    self.stage = stage
  }

  /// What has been recorded.
  var recording: Recording { state.withLock { $0.recording } }

  /// Adds to the recording.
  func update<Result: Sendable>(_ change: (inout Recording) -> Result) -> Result {
    guard stage?.isGivenUp ?? false else { return state.withLock { change(&$0.recording) } }
    return state.withLock { state in
      var afterwards = state.afterwards.take() ?? state.recording
      defer { state.afterwards = afterwards }
      return change(&afterwards)
    }
  }

  /// Notes for people that something happened.
  func note(
    at time: RunClock.Instant, _ text: @autoclosure () -> String?,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "run")
  ) {
    // The text may ask what has been recorded.
    let isKept = state.withLock { $0.recording.timeline.isKept }
    guard isKept, !(stage?.isGivenUp ?? false) else { return }
    let (text, drawing) = (text(), drawing())
    state.withLock { $0.recording.timeline.append(text, at: time, drawing) }
  }
}
