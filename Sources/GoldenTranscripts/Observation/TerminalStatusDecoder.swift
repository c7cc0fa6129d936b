import StatusStreaming
import WireDecoding

/// Reads what a terminal is shown, as `TerminalEncoder` writes it.
///
/// Where traces have no labels, a footer that no other end precedes is a completion. The footer has
/// to be the one that fits: of a connection that was cut, or of one whose traces have ended.
public struct TerminalStatusDecoder: StatusDecoder {
  private var lines: TerminalDecoder
  private var count = 0
  /// How the only trace has ended, where traces have no labels.
  private var hasEnded = false
  /// The traces that have not ended, where they have labels.
  private var openTraces: Set<String> = []

  /// Starts a transcript; the settings are those that it was written with.
  public init(labelsTraces: Bool = false, showsTimes: Bool = false) {
    lines = TerminalDecoder(
      labelsTraces: labelsTraces, showsTimes: showsTimes, maximumLineSize: .max)
  }

  /// Starts a transcript whose first line tells whether it shows traces and times.
  package init(detectingSettingsOf bytes: [UInt8]) {
    let line = LineTable(bytes)
    let start = line.count > 1 ? Array(line.contents(1).drop { $0 == 0x20 }) : []
    let beginning = start.dropFirst("│ ".utf8.count)
    let showsTimes = beginning.first == UInt8(ascii: "+")
    let words = beginning.split(separator: 0x20, maxSplits: 2)
    let label = words.dropFirst(showsTimes ? 1 : 0).first
    self.init(labelsTraces: label?.first == UInt8(ascii: "["), showsTimes: showsTimes)
  }

  /// Gaps and ends, and traces and times as the settings say.
  public var observes: Projection {
    var projection: Projection = [.gaps, .ends]
    if lines.labelsTraces { projection.insert(.traces) }
    if lines.showsTimes { projection.insert(.times) }
    return projection
  }

  /// A terminal's.
  public var format: WireFormat { .terminal }

  /// Reads what the bytes complete.
  ///
  /// - Throws: ``ObservationError/Code`` at a line that is not of the format.
  public mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    lines.feed(bytes)
    var observations: [Observation] = []
    while true {
      let item: TerminalDecoder.Item?
      do { item = try lines.next() } catch { throw .terminal(error) }
      switch item {
      case nil: return observations
      case .header: break
      case .line(let line):
        count += 1
        let event = try observed(line)
        note(line.trace, isEnd: event.content.isEnd)
        observations.append(.event(event))
      case .footer:
        guard openTraces.isEmpty else { throw misplacedFooter("that of a cut connection") }
        if !lines.labelsTraces, !hasEnded {
          observations.append(.event(ObservedEvent(content: .complete(nil))))
        }
        observations.append(.end)
      case .cutFooter:
        guard lines.labelsTraces ? !openTraces.isEmpty : !hasEnded else {
          throw misplacedFooter("that of an ended trace")
        }
        observations.append(.cut)
      }
    }
  }

  /// Checks that the frame is closed.
  ///
  /// - Throws: ``ObservationError/Code`` if it is not.
  public mutating func finish() throws(ObservationError.Code) -> [Observation] {
    do { try lines.finish() } catch { throw .terminal(error) }
    return []
  }

  private mutating func note(_ trace: String?, isEnd: Bool) {
    guard let trace else {
      hasEnded = isEnd
      return
    }
    if isEnd { openTraces.remove(trace) } else { openTraces.insert(trace) }
  }

  private func misplacedFooter(_ expected: String) -> ObservationError.Code {
    .value(at: "the footer", expected: expected, event: count + 1)
  }

  private func observed(
    _ line: TerminalDecoder.Line
  ) throws(ObservationError.Code) -> ObservedEvent {
    let content: ObservedEvent.Content
    switch line.content {
    case .update(let update): content = .update(try observed(update))
    case .gap(let lost): content = .gap(lost: lost)
    case .complete: content = .complete(nil)
    case .failed(let message): content = .failed(message: message)
    case .cancelled(let reason): content = .cancelled(reason: reason)
    }
    return ObservedEvent(
      trace: line.trace.flatMap { try? TraceID($0) }, milliseconds: line.milliseconds,
      content: content)
  }

  private func observed(
    _ update: TerminalDecoder.Line.Update
  ) throws(ObservationError.Code) -> ObservedEvent.Update {
    guard let status = StatusUpdate.Status(rawValue: update.status) else {
      throw .value(at: "the status", expected: "a known one", event: count)
    }
    return ObservedEvent.Update(
      status: status, message: update.message, stepID: update.stepID,
      stepStatus: update.stepStatus.flatMap(StatusUpdate.StepStatus.init),
      roadmap: update.roadmapCount.map(ObservedEvent.Roadmap.count))
  }
}
