extension RunTimeline {
  /// The run as a trace of the Trace Event Format, in JSON, as Perfetto and `chrome://tracing` read
  /// it: times are virtual microseconds.
  ///
  /// Each lane is a track, or several if hundreds of things happen in it at one instant. What lasts is
  /// a complete event where it nests in others of its track, and an asynchronous pair where it
  /// overlaps; arrows are flows, and counters counters. An arrow to what had begun before leads to a
  /// sign upon it. Times of eleven days and more have whole microseconds, and those of centuries are
  /// all taken for one: readers count in 64 bits.
  public func chromeTrace() -> String {
    var trace = ChromeTrace()
    trace.name("process_name", title.isEmpty ? "run" : title)
    var tracks = TraceTracks(lanes: lanes.count)
    var events = ChromeTrace()
    add(to: &events, on: &tracks)
    for lane in lanes.indices { name(track: lane, of: lane, in: &trace) }
    for extra in tracks.extras { name(track: extra.track, of: extra.lane, in: &trace) }
    trace.add(events)
    addCounters(to: &trace)
    if let violation {
      let time = violation.time ?? self.events.map(\.start).max() ?? .zero
      trace.add(
        "\"ph\":\"i\",\"s\":\"g\",\"pid\":1,\"tid\":1,\"ts\":\(TraceTime(time).text),"
          + "\"name\":\(("violation: " + violation.title).json),\"cat\":\"violation\","
          + "\"cname\":\"terrible\",\"args\":{\"expected\":\(violation.expected.json),"
          + "\"seen\":\(violation.seen.json)}")
    }
    return trace.text
  }

  private func name(track: Int, of lane: Int, in trace: inout ChromeTrace) {
    let fields = "\"tid\":\(track + 1),"
    // Perfetto refuses an empty name.
    let name = lanes[lane].name
    trace.name("thread_name", name.isEmpty ? "lane \(lane + 1)" : name, fields)
    trace.add(
      "\"ph\":\"M\",\"pid\":1,\(fields)\"name\":\"thread_sort_index\","
        + "\"args\":{\"sort_index\":\(lane)}")
  }

  private func addCounters(to trace: inout ChromeTrace) {
    let names = counters.map { "\(lanes[$0.lane].name): \($0.name)" }
    for (place, counter) in counters.enumerated() {
      // By name alone those of two lanes of one name would be one.
      let isAlone = names.count { $0 == names[place] } == 1
      let id = isAlone ? "" : "\"id\":\"\(place + 1)\","
      for value in counter.values {
        trace.add(
          "\"ph\":\"C\",\"pid\":1,\"ts\":\(TraceTime(value.time).text),\(id)"
            + "\"name\":\(names[place].json),\"args\":{\"count\":\(value.count)}")
      }
    }
  }

  private func add(to trace: inout ChromeTrace, on tracks: inout TraceTracks) {
    // Of what begins together the longest is around the others.
    let times = events.map { (start: TraceTime($0.start), end: TraceTime($0.end ?? $0.start)) }
    let order = events.indices.sorted { one, other in
      if times[one].start != times[other].start { return times[one].start < times[other].start }
      return times[one].end != times[other].end
        ? times[one].end > times[other].end : one < other
    }
    var ranks = Array(repeating: 0, count: events.count)
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    var outgoing: [[Int]] = events.map { _ in [] }
    var incoming: [[Int]] = events.map { _ in [] }
    for (number, arrow) in arrows.enumerated() {
      outgoing[arrow.origin.index].append(number)
      incoming[arrow.destination.index].append(number)
    }
    func addFlow(_ number: Int, _ phase: String, _ time: TraceTime, on track: Int) {
      trace.add(
        "\"ph\":\(phase),\"pid\":1,\"tid\":\(track + 1),\"ts\":\(time.text),"
          + "\"id\":\(number + 1),\"name\":\"leads to\",\"cat\":\"flow\"")
    }
    for place in order {
      let event = events[place]
      let time = times[place]
      let isWhole = tracks.place(time.start, time.end, in: event.lane)
      // Of what overlaps the track has a sign, which flows can be bound to.
      let track =
        isWhole ?? tracks.place(time.start, time.start, in: event.lane) ?? event.lane
      let fields = "\"pid\":1,\"tid\":\(track + 1),\"ts\":\(time.start.text)"
      let duration = isWhole == nil ? "0" : time.start.text(until: time.end)
      trace.add("\"ph\":\"X\",\(fields),\"dur\":\(duration),\(self.fields(of: event))")
      for number in incoming[place] where ranks[arrows[number].origin.index] < ranks[place] {
        addFlow(number, "\"f\",\"bp\":\"e\"", time.start, on: track)
      }
      for number in outgoing[place] { addFlow(number, "\"s\"", time.start, on: track) }
      if isWhole == nil {
        trace.add("\"ph\":\"b\",\(fields),\"id\":\(place + 1),\(self.fields(of: event))")
        trace.add(
          "\"ph\":\"e\",\"pid\":1,\"tid\":\(track + 1),\"ts\":\(time.end.text),"
            + "\"id\":\(place + 1),\(event.identity)")
      }
      // A flow can't end before it begins, so it ends at a sign of what began before it.
      for number in outgoing[place]
      where ranks[arrows[number].destination.index] <= ranks[place] {
        let target = arrows[number].destination.index
        let lane = events[target].lane
        let (track, isNew) = tracks.placeSign(time.start, for: target, in: lane)
        if isNew {
          trace.add(
            "\"ph\":\"X\",\"pid\":1,\"tid\":\(track + 1),\"ts\":\(time.start.text),\"dur\":0,"
              + "\"name\":\(events[target].label.json),\"cat\":\"flow\"")
        }
        addFlow(number, "\"f\",\"bp\":\"e\"", time.start, on: track)
      }
    }
  }

  private func fields(of event: Event) -> String {
    var arguments = event.text.isEmpty ? [] : ["\"text\":\(event.text.json)"]
    var names: Set<String> = event.text.isEmpty ? [] : ["text"]
    for detail in event.details {
      var name = detail.name
      while !names.insert(name).inserted { name += "′" }
      arguments.append("\(name.json):\(detail.value.json)")
    }
    return
      "\(event.identity),\"cname\":\"\(event.kind.colour)\","
      + "\"args\":{\(arguments.joined(separator: ","))}"
  }
}

extension RunTimeline.Event {
  /// Its name, or what it is if it has none.
  fileprivate var label: String { name.isEmpty ? kind.rawValue : name }

  /// What makes the two halves of a pair one.
  fileprivate var identity: String { "\"name\":\(label.json),\"cat\":\"\(kind.rawValue)\"" }
}

/// The text of a trace, one event in a line.
private struct ChromeTrace {
  private var lines: [String] = []

  var text: String {
    "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }

  mutating func add(_ fields: String) { lines.append("{\(fields)}") }

  mutating func add(_ other: ChromeTrace) { lines += other.lines }

  /// Gives a track or the whole a name.
  mutating func name(_ kind: String, _ name: String, _ fields: String = "") {
    add("\"ph\":\"M\",\"pid\":1,\(fields)\"name\":\"\(kind)\",\"args\":{\"name\":\(name.json)}")
  }
}

extension RunTimeline.Event.Kind {
  /// One of the names of colours that trace viewers know.
  fileprivate var colour: String {
    switch self {
    case .work: "thread_state_running"
    case .message: "rail_response"
    case .arrival: "rail_load"
    case .wait: "thread_state_sleeping"
    case .end: "good"
    case .failure: "terrible"
    case .cancellation: "rail_animation"
    case .fault: "bad"
    case .timeout: "yellow"
    case .loss: "thread_state_iowait"
    case .note: "grey"
    }
  }
}
