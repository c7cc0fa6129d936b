import StatusStreaming

/// One run of a trace in a buffer, from its opening to its removal, as the calls tell.
///
/// A call comes before another one if it had returned when the other began; else either order may
/// have been.
struct BufferLife {
  let trace: TraceID
  /// The calls of the trace that began before the trace's next opening, in the order of their
  /// beginnings.
  let calls: [(place: Int, call: BufferCall)]
  /// The call after which it was open.
  let opening: (place: Int, call: BufferCall)
  /// The calls that were to end it.
  let endings: [(place: Int, call: BufferCall)]
  /// The first call that was to remove it.
  let removal: (place: Int, call: BufferCall)?

  /// What was accepted, by number: the updates from 1 on, and the end.
  let log: [SeenEvent?]
  /// When the buffer need no longer keep it, since nothing had been written for so long.
  let lapse: Duration?
  /// How many updates and ends of it can have been accepted before each call returned.
  private let begun: [Int]
  /// The highest number of what had returned before each call began.
  private let returned: [Int]

  /// - Parameters:
  ///   - count: how many calls there are in the whole run.
  ///   - retention: how long the trace is kept at least after its last event.
  init(
    of trace: TraceID, _ calls: [(place: Int, call: BufferCall)],
    opening: (place: Int, call: BufferCall), callsInRun count: Int, retention: Duration
  ) {
    self.trace = trace
    self.calls = calls
    self.opening = opening
    endings = calls.filter { $0.call.isFinish }
    removal = calls.first { $0.call.operation == .remove && $0.place > opening.place }
    var begun = Array(repeating: 0, count: count + 1)
    var returned = begun
    var log: [SeenEvent?] = []
    let retention = retention.finite
    var lapse = retention.map { opening.call.began + $0 }
    for (place, call) in calls where call.content != nil {
      begun[place] += 1
      guard let number = call.number, number > 0, number <= count else { continue }
      if let retention, let end = lapse, call.began < end { lapse = call.began + retention }
      while log.count < number { log.append(nil) }
      log[number - 1] = log[number - 1] ?? call.content
      let end = min(call.callsBefore, count)
      returned[end] = max(returned[end], number)
    }
    for place in 1...count {
      begun[place] += begun[place - 1]
      returned[place] = max(returned[place], returned[place - 1])
    }
    self.begun = begun
    self.returned = returned
    self.log = log
    self.lapse = lapse
  }

  /// Whether a call certainly found the trace there.
  func surelyHolds(_ place: Int, _ call: BufferCall) -> Bool {
    guard opening.call.callsBefore <= place else { return false }
    if let lapse, lapse <= call.ended ?? .zero { return false }
    guard let removal else { return true }
    return call.callsBefore <= removal.place
  }

  /// Whether a call that was made while the trace was being opened returned before it can have been removed.
  func isOpenedBeside(_ place: Int, _ call: BufferCall) -> Bool {
    (opening.place..<opening.call.callsBefore).contains(place)
      && call.callsBefore <= removal?.place ?? .max
  }

  /// Whether a call certainly found the trace there when it began.
  func surelyHolds(atBeginningOf place: Int, _ call: BufferCall) -> Bool {
    guard opening.call.callsBefore <= place, removal?.place ?? .max > place else { return false }
    return lapse.map { $0 > call.began } ?? true
  }

  /// How many updates and ends may have been there when a call returned.
  func most(at call: BufferCall) -> Int {
    begun[min(call.callsBefore, begun.count) - 1]
  }

  /// The highest number that certainly was there when a call began.
  func least(at place: Int) -> Int { returned[place] }

  /// Whether an end may have been accepted before a call returned.
  func mayHaveEnded(before call: BufferCall) -> Bool {
    endings.contains { $0.place < call.callsBefore }
  }
}

extension BufferRecording {
  /// The runs of each trace.
  ///
  /// - Parameter retention: how long a trace is kept at least after its last event.
  func lives(keptFor retention: Duration) -> [BufferLife] {
    var byTrace: [TraceID: [(place: Int, call: BufferCall)]] = [:]
    for (place, call) in calls.enumerated() {
      byTrace[call.trace, default: []].append((place, call))
    }
    return traces.flatMap { trace in
      let calls = byTrace[trace] ?? []
      // An intruder's opening that was accepted is judged by itself, and begins nothing.
      var openings: [(place: Int, call: BufferCall)] = []
      var isThere = false
      for (place, call) in calls {
        switch call.operation {
        case .open where call.answer == .done && !isThere:
          openings.append((place, call))
          isThere = true
        case .remove: isThere = false
        default: break
        }
      }
      return openings.indices.map { index in
        let next = index + 1 < openings.count ? openings[index + 1].place : .max
        let own = calls.filter { $0.place >= openings[index].place && $0.place < next }
        return BufferLife(
          of: trace, own, opening: openings[index], callsInRun: self.calls.count,
          retention: retention)
      }
    }
  }
}
