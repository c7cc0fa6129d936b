import StatusStreaming
import WireDecoding

extension ObservedStream {
  /// Decodes a terminal transcript, which tells by its first line whether it shows traces and times.
  ///
  /// A footer that no failure precedes is a completion where traces have no labels.
  init(terminal bytes: [UInt8]) throws(ObservationError.Code) {
    let line = LineTable(bytes)
    let start = line.count > 1 ? Array(line.contents(1).drop { $0 == 0x20 }) : []
    let beginning = start.dropFirst("│ ".utf8.count)
    let showsTimes = beginning.first == UInt8(ascii: "+")
    let words = beginning.split(separator: 0x20, maxSplits: 2)
    let label = words.dropFirst(showsTimes ? 1 : 0).first
    let labelsTraces = label?.first == UInt8(ascii: "[")

    self.init(projection: [.gaps, .ends])
    if labelsTraces { projection.insert(.traces) }
    if showsTimes { projection.insert(.times) }
    var decoder = TerminalDecoder(
      labelsTraces: labelsTraces, showsTimes: showsTimes, maximumLineSize: .max)
    decoder.feed(bytes)
    while true {
      let item: TerminalDecoder.Item?
      do { item = try decoder.next() } catch { throw .terminal(error) }
      switch item {
      case nil:
        isWhole = (try? decoder.finish()) != nil
        return
      case .header: break
      case .line(let line): try append(line)
      case .footer:
        if case .failed = events.last?.content { break }
        if !labelsTraces { events.append(ObservedEvent(content: .complete(nil))) }
      }
    }
  }

  private mutating func append(_ line: TerminalDecoder.Line) throws(ObservationError.Code) {
    let trace = line.trace.flatMap { try? TraceID($0) }
    let content: ObservedEvent.Content
    switch line.content {
    case .update(let update): content = .update(try observed(update))
    case .gap(let lost): content = .gap(lost: lost)
    case .complete: content = .complete(nil)
    case .failed(let message): content = .failed(message: message)
    }
    events.append(
      ObservedEvent(trace: trace, milliseconds: line.milliseconds, content: content))
  }

  private func observed(
    _ update: TerminalDecoder.Line.Update
  ) throws(ObservationError.Code) -> ObservedEvent.Update {
    guard let status = StatusUpdate.Status(rawValue: update.status) else {
      throw .value(at: "the status", expected: "a known one", event: events.count + 1)
    }
    return ObservedEvent.Update(
      status: status, message: update.message, stepID: update.stepID,
      stepStatus: update.stepStatus.flatMap(StatusUpdate.StepStatus.init),
      roadmap: update.roadmapCount.map(ObservedEvent.Roadmap.count))
  }
}
