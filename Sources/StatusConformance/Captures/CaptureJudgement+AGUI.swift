import GoldenTranscripts
import StatusStreaming
import WireDecoding

extension CaptureJudgement {
  /// On what AG-UI demands of any producer.
  func opinionOnAGUI(by rule: ConformanceRule) -> Opinion {
    guard let stream = agUI else { return .unjudged("needs --wire ag-ui") }
    let finding = stream.findings[rule.id]
    switch rule.id {
    case _ where finding == nil && stream.isTooDeep:
      return .unjudged("an event is more than \(JSONPatch.maximumDepth) levels deep")
    case 803 where stream.lacksVersion:
      return .unjudged("the producer declares no version, as those from before AG-UI 1.0")
    case 808 where finding == nil && !stream.hasFinished:
      return .unjudged("the capture has no RUN_FINISHED")
    case 813:
      if let finding = finding ?? differences.first(where: { $0.rule == 207 })?.finding {
        return .judged(finding)
      }
      let isStopped = (events ?? []).contains { event in
        if case .cancelled = event.payload { true } else { false }
      }
      return stream.hasCancelled || isStopped ? .judged(nil) : .unjudged("no run was cancelled")
    case 814:
      guard events != nil else { return .unjudged("needs --events") }
      guard !missed.isEmpty else { return .unjudged("the stream goes on after no number") }
      guard let first = reading.events.first, !first.isGap else {
        return .unjudged("what follows the number is not in the capture")
      }
      return .judged(
        AGUIRestatement.fault(in: reading.bytes, reading.format, from: TraceSnapshot(of: missed)))
    default: return .judged(finding)
    }
  }
}

/// Reads the frames of events of AG-UI that do not tell of a trace, and nothing of what they say.
struct AGUIFrameDecoder: StatusDecoder {
  private let carrier: AGUIStatusDecoder.Carrier
  private var messages = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)

  init(over carrier: AGUIStatusDecoder.Carrier) {
    self.carrier = carrier
  }

  var observes: Projection { [] }
  var format: WireFormat { carrier == .eventStream ? .eventStream : .webSocket }
  var vocabulary: WireVocabulary { .agUI }

  mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    guard carrier == .webSocket else { return [] }
    messages.feed(bytes)
    var observations: [Observation] = []
    do throws(WebSocketProtocolError) {
      while let message = try messages.next() {
        if case .close = message { observations.append(.end) }
      }
    } catch {
      throw .webSocket(error)
    }
    return observations
  }
}

extension AGUIStatusDecoder.Carrier {
  /// What carries the events of a capture, as its first byte tells: text, but for a byte order mark, or
  /// the head of a frame.
  init(of bytes: [UInt8]) {
    let first = bytes.first ?? 0
    self = (first < 0x80 && first > 0x02) || first == 0xEF ? .eventStream : .webSocket
  }
}

extension Capture {
  /// Lines of events, as messages are often logged, in the frames of an event stream.
  ///
  /// The end of the capture may cut the last one.
  static func framed(lines: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines.split(separator: 0x0A) where !line.allSatisfy({ $0 == 0x0D || $0 == 0x20 }) {
      let isWhole = line.endIndex < lines.endIndex || (try? JSONValue(parsing: Array(line))) != nil
      guard isWhole else { continue }
      bytes += "data: ".utf8
      bytes += line.last == 0x0D ? line.dropLast() : line
      bytes += "\n\n".utf8
    }
    return bytes
  }
}
