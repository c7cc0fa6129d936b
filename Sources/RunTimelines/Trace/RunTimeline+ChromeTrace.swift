extension RunTimeline {
  /// The run as a trace of the Trace Event Format, in JSON, as Perfetto and `chrome://tracing` read
  /// it: times are virtual microseconds.
  ///
  /// Each lane is a track. What lasts is a complete event where it nests in others of its track, and
  /// an asynchronous pair where it overlaps; arrows are flows, and counters counters.
  public func chromeTrace() -> String {
    var trace = ChromeTrace()
    trace.add("\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\(title.json)}")
    for (index, lane) in lanes.enumerated() {
      let track = "\"pid\":1,\"tid\":\(index + 1)"
      trace.add(
        "\"ph\":\"M\",\(track),\"name\":\"thread_name\",\"args\":{\"name\":\(lane.name.json)}")
      trace.add(
        "\"ph\":\"M\",\(track),\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":\(index)}")
    }
    addEvents(to: &trace)
    for counter in counters {
      let name = "\(lanes[counter.lane].name): \(counter.name)".json
      for value in counter.values {
        trace.add(
          "\"ph\":\"C\",\"pid\":1,\"ts\":\(value.time.microseconds),\"name\":\(name),"
            + "\"args\":{\(counter.name.json):\(value.count)}")
      }
    }
    if let violation {
      let time = violation.time.map { max($0, .zero) } ?? events.map(\.start).max() ?? .zero
      trace.add(
        "\"ph\":\"i\",\"s\":\"g\",\"pid\":1,\"tid\":1,\"ts\":\(time.microseconds),"
          + "\"name\":\(("violation: " + violation.title).json),\"cat\":\"violation\","
          + "\"cname\":\"terrible\",\"args\":{\"expected\":\(violation.expected.json),"
          + "\"seen\":\(violation.seen.json)}")
    }
    return trace.text
  }

  private func addEvents(to trace: inout ChromeTrace) {
    /// By lane, the ends of the complete events that are open.
    var open = lanes.map { _ in [Duration]() }
    // Of what begins together the longest is around the others.
    let order = events.indices.sorted { one, other in
      let (first, second) = (events[one], events[other])
      if first.start != second.start { return first.start < second.start }
      let ends = (first.end ?? first.start, second.end ?? second.start)
      return ends.0 != ends.1 ? ends.0 > ends.1 : one < other
    }
    var flows: [[(phase: String, number: Int)]] = events.map { _ in [] }
    for (number, arrow) in arrows.enumerated() {
      flows[arrow.origin.index].append(("\"s\"", number))
      flows[arrow.destination.index].append(("\"f\",\"bp\":\"e\"", number))
    }
    for place in order {
      let event = events[place]
      let end = event.end ?? event.start
      open[event.lane].removeAll { $0 <= event.start }
      let track = "\"pid\":1,\"tid\":\(event.lane + 1),\"ts\":\(event.start.microseconds)"
      let what = fields(of: event)
      if open[event.lane].allSatisfy({ $0 >= end }) {
        if end > event.start { open[event.lane].append(end) }
        trace.add(
          "\"ph\":\"X\",\(track),\"dur\":\((end - event.start).microseconds),\(what)")
      } else {
        // The track has a sign of it, which flows can be bound to.
        trace.add("\"ph\":\"X\",\(track),\"dur\":0,\(what)")
        trace.add("\"ph\":\"b\",\(track),\"id\":\(place + 1),\(what)")
        trace.add(
          "\"ph\":\"e\",\"pid\":1,\"tid\":\(event.lane + 1),\"ts\":\(end.microseconds),"
            + "\"id\":\(place + 1),\"name\":\(event.name.json),"
            + "\"cat\":\"\(event.kind.rawValue)\"")
      }
      for flow in flows[place] {
        trace.add(
          "\"ph\":\(flow.phase),\(track),\"id\":\(flow.number + 1),\"name\":\"leads to\","
            + "\"cat\":\"flow\"")
      }
    }
  }

  private func fields(of event: Event) -> String {
    var arguments = event.text.isEmpty ? [] : ["\"text\":\(event.text.json)"]
    arguments += event.details.map { "\($0.name.json):\($0.value.json)" }
    let name = event.name.isEmpty ? event.kind.rawValue : event.name
    return
      "\"name\":\(name.json),\"cat\":\"\(event.kind.rawValue)\",\"cname\":\"\(event.kind.colour)\","
      + "\"args\":{\(arguments.joined(separator: ","))}"
  }
}

/// The text of a trace, one event in a line.
private struct ChromeTrace {
  private var lines: [String] = []

  var text: String {
    "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }

  mutating func add(_ fields: String) { lines.append("{\(fields)}") }
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
