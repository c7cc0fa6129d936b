import StatusStreaming

/// What one run of a trace has said, as its viewers had to see it.
struct DeliveryLog: Sendable {
  let trace: TraceID
  /// What was said, with its numbers.
  let said: [StreamEvent]
  /// The events by number, from 1 on, without their numbers; the last one is the end if there is one.
  let events: [SeenEvent]
  /// Where each content occurs.
  private let places: [SeenEvent: [Int]]
  /// How many of the first updates the buffer has dropped in the end.
  let droppedCount: Int
  let isFinished: Bool

  init(_ run: DeliveryRecording.Run, capacity: Int) {
    trace = run.trace
    // What the agent did not come to say is not there.
    let all = run.script.events(of: run.trace)
    said = run.isFinished ? all : Array(all.prefix(run.publishedCount))
    events = said.map { SeenEvent($0).unnumbered }
    var places: [SeenEvent: [Int]] = [:]
    for (place, event) in events.enumerated() { places[event, default: []].append(place) }
    self.places = places
    droppedCount = max(run.publishedCount - capacity, 0)
    isFinished = run.isFinished
  }

  var updateCount: Int { isFinished ? events.count - 1 : events.count }
  var end: SeenEvent? { isFinished ? events.last : nil }

  func contains(_ event: SeenEvent) -> Bool { places[event] != nil }

  /// Which event of the log is meant: the one that comes next, else the one with its number, else
  /// the next one that says the same, else an earlier one.
  ///
  /// - Parameter isHidden: whether events may be left out without a word, so that the number tells
  ///   better which is meant.
  func place(of content: SeenEvent, number: Int, next: Int, isHidden: Bool) -> Int? {
    if isHidden, events.indices.contains(number - 1), events[number - 1] == content {
      return number - 1
    }
    if events.indices.contains(next), events[next] == content { return next }
    guard let places = places[content] else { return nil }
    if places.contains(number - 1) { return number - 1 }
    return places.first { $0 >= next } ?? places.last
  }
}

/// How many events a sink accepts of those that are there together.
enum BatchAcceptance: Sendable {
  case one
  case half
  case all
  /// A drawn number.
  case some
  /// None at times, which no sink should, else a drawn number.
  case seldom

  /// - Parameter count: how many there are.
  func share(of count: Int, on stage: Stage) -> Int {
    switch self {
    case .one: min(count, 1)
    case .half: (count + 1) / 2
    case .all: count
    case .some: min(count, 1 + stage.next(below: max(count, 1)))
    case .seldom: stage.next(below: 2) == 0 ? 0 : min(count, 1 + stage.next(below: max(count, 1)))
    }
  }
}
