import GoldenTranscripts
import StatusStreaming
import WireDecoding

extension SinkTrial {
  /// What a client reads otherwise because an update was refused, beside a connection without it.
  func traceOfRefusal(in recording: SinkRecording) -> Finding? {
    guard recording.plan == .oversize, recording.views.count == 2 else { return nil }
    let (view, other) = (recording.views[0], recording.views[1])
    guard other.failure == nil, other.refusal == nil,
      view.partOfOversize(limit: sizeLimit ?? 0) == nil
    else { return nil }
    let (seen, expected) = (view.readings.map(\.observation), other.readings.map(\.observation))
    let index = zip(seen, expected).prefix { $0 == $1 }.count
    if index < max(seen.count, expected.count) {
      return Finding(
        expected: "\(index < expected.count ? expected[index].line : "the end"), as without it",
        seen: index < seen.count ? seen[index].line : "the end",
        at: index < seen.count ? view.place(view.readings[index].write) : nil)
    }
    guard format == .eventStream else { return nil }
    return difference(in: view.bytes, from: other.bytes)
  }

  /// What a browser's `EventSource` has otherwise: the id after an event, or the reconnection time.
  private func difference(in seen: [UInt8], from expected: [UInt8]) -> Finding? {
    let decoder = EventStreamDecoder(maximumEventSize: .max)
    var decoders = (decoder, decoder)
    decoders.0.feed(seen)
    decoders.1.feed(expected)
    var count = 0
    while true {
      let (item, other) = (decoders.0.nextEvent(), decoders.1.nextEvent())
      count += 1
      if let other, item?.lastEventID != other.lastEventID {
        return Finding(
          expected: "the id \(other.lastEventID.quoted), as without it",
          seen: "the id \((item?.lastEventID ?? "").quoted)", at: .event(count))
      }
      if item == nil, other == nil { break }
    }
    let (time, other) = (decoders.0.reconnectionTime, decoders.1.reconnectionTime)
    if time == other { return nil }
    func words(_ time: Int?) -> String { time.map { "the retry time \($0)" } ?? "no retry time" }
    return Finding(expected: "\(words(other)), as without it", seen: words(time))
  }

  /// What a refusal in the middle of a batch does to the other events.
  func spreadingRefusal(in view: ConnectionView) -> Finding? {
    if let unreadable = view.unreadable { return unreadable }
    let viewerHistory = view.viewerHistory()
    for rule in ConformanceRule.sink where rule.id < 300 {
      if let finding = viewerHistory.finding(against: rule) { return finding }
    }
    let undue = view.calls.firstIndex { call in
      guard case .threw = call.outcome else { return false }
      return !call.offered.contains { isTooLarge($0) || $0.payload == .gap(lost: 1) }
    }
    guard let undue, case .threw(let error) = view.calls[undue].outcome else {
      return view.misnumbering
    }
    return Finding(
      expected: "\(view.calls[undue].kind) to return", seen: "it threw \(error)",
      at: .call(undue + 1))
  }
}

extension ConnectionView {
  /// A batch of which the sink says that it has accepted what can't be.
  var miscount: Finding? {
    for (number, call) in calls.enumerated() {
      guard let count = call.count, !(1...max(call.offered.count, 1)).contains(count) else {
        continue
      }
      let most = call.offered.count > 1 ? " to \(call.offered.count)" : ""
      return Finding(
        expected: "\(call.kind) to return 1\(most)",
        seen: "it returned \(count)", at: .call(number + 1))
    }
    return uncountedEnd
  }

  /// A batch that was written by its own call as far as an end that was counted as well.
  private var uncountedEnd: Finding? {
    if hasTasks || failure != nil || writes.contains(where: { $0.outcome != .completed }) {
      return nil
    }
    let seen = Set(seen.map(\.unnumbered))
    func arrived(_ event: StreamEvent) -> Bool? {
      seenEvent(event).map { seen.contains($0.unnumbered) }
    }
    for (number, call) in calls.enumerated() where call.count != nil {
      guard let last = call.accepted.last, last.payload.isTerminal, arrived(last) == false,
        call.accepted.count > 1, call.accepted.dropLast().allSatisfy({ arrived($0) != false })
      else { continue }
      return Finding(
        expected: "\(call.kind) to return \(call.accepted.count - 1), as many as were written",
        seen: "it returned \(call.accepted.count)", at: .call(number + 1))
    }
    return nil
  }

  /// A batch that is not written at once.
  var scatteredBatch: Finding? {
    for (number, call) in calls.enumerated() where call.offered.count > 1 && call.count != nil {
      let accepted = Set(call.accepted.compactMap(seenEvent))
      // What an earlier call has left to be written, a heartbeat say, is none of this one.
      let foreign = readings.filter { reading in
        if case .heartbeat = reading.observation { return true }
        return seenEvent(reading.observation).map { !accepted.contains($0) } ?? false
      }
      .map(\.write)
      let count = writes.indices.count {
        writes[$0].calls == number + 1 && !foreign.contains($0)
      }
      if count > 1 {
        return Finding(
          expected: "one write for \(call.kind)", seen: "\(count) writes", at: .call(number + 1))
      }
      if call.accepted.count == 1 {
        return Finding(
          expected: "more than the first event to be accepted by \(call.kind)",
          seen: "it returned 1", at: .call(number + 1))
      }
    }
    return nil
  }
}

extension ConnectionView {
  /// The time after which a browser's `EventSource` reconnects, where the bytes say one.
  var retryTime: Int? {
    var decoder = EventStreamDecoder(maximumEventSize: .max)
    decoder.feed(bytes)
    while decoder.nextEvent() != nil {}
    return decoder.reconnectionTime
  }
}

extension EventStreamDecoder {
  /// The next event; `nil` after the last that can be read.
  fileprivate mutating func nextEvent() -> Event? {
    while let item = try? next() {
      if case .event(let event) = item { return event }
    }
    return nil
  }
}
