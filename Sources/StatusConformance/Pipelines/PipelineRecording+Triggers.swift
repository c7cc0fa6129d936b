import GoldenTranscripts
import StatusStreaming

extension PipelineRecording {
  /// From how many events on a pipeline may have dropped some for who comes then.
  static let overflow = 100

  /// The numbers of the rules that would have shown, had the pipeline broken them: what each is about
  /// has happened, and somebody was there to see it.
  var triggers: Set<Int> {
    var triggers: Set<Int> = [100]
    for connection in connections {
      guard let run = connection.run, connection.ending != .open else {
        if connection.run == nil, connection.lastEventID != nil { triggers.insert(506) }
        continue
      }
      add(connection, of: runs[run], to: &triggers)
    }
    if isStopped { triggers.insert(604) }
    let isShared = Set(connections.compactMap(\.run)).count > 1
    if isShared { triggers.insert(401) }
    if isShared, connections.contains(where: { $0.lastEventID != nil }) { triggers.insert(402) }
    return triggers
  }

  private func add(
    _ connection: Connection, of run: Run, to triggers: inout Set<Int>
  ) {
    let readings = connection.readings.map(\.observation)
    let count = readings.count { $0.isEvent }
    triggers.insert(104)
    if !connection.bytes.isEmpty { triggers.insert(710) }
    if readings.contains(where: { $0.isTerminal || $0 == .end }) { triggers.insert(202) }
    let isEnded = connection.ending == .closed && readings.contains(where: \.isTerminal)
    if !run.isEnding || isEnded { triggers.insert(208) }
    if count > 0 { triggers.formUnion(801...812) }
    if readings.contains(where: \.isNumbered) { triggers.formUnion([503, 704]) }
    if !run.payloads.isEmpty { triggers.formUnion([102, 103]) }
    if count > 1 { triggers.formUnion([101, 105]) }
    if run.isOver, connection.ending != .hungUp {
      triggers.formUnion([201, 203, 206])
      switch run.payloads.last {
      case .failed: triggers.insert(204)
      case .cancelled: triggers.formUnion([207, 813])
      default: break
      }
    }
    if connection.isAfterEnd, connection.lastEventID == nil { triggers.insert(205) }
    if connection.hasLostCompany || plan == .crowd || (plan == .heldUp && !connection.isSlow) {
      triggers.insert(403)
    }
    if connection.isForeign {
      triggers.insert(505)
    } else if connection.lastEventID != nil {
      triggers.formUnion([501, 814])
    }
    if connection.takenBefore > 0, !connection.isAfterEnd { triggers.insert(504) }
    let isBehind = count > 0 && connection.takenBefore >= Self.overflow
    if isBehind || readings.contains(where: \.isGap) { triggers.insert(602) }
    // What beats more often than it has to is idle all the same.
    let events = connection.readings.filter(\.observation.isEvent).map(\.moment)
    let moments = [connection.began] + events + connection.moments.suffix(1)
    if zip(moments, moments.dropFirst()).contains(where: { $1 - $0 >= .seconds(15) }) {
      triggers.insert(711)
    }
    let beat = readings.firstIndex(where: \.isHeartbeat) ?? readings.endIndex
    if readings[beat...].contains(where: \.isEvent) { triggers.insert(702) }
    addTexts(of: run, to: &triggers)
  }

  /// Adds what the texts that were published may break.
  private func addTexts(of run: Run, to triggers: inout Set<Int>) {
    for payload in run.payloads {
      for scalar in payload.texts.lazy.flatMap(\.unicodeScalars) {
        switch scalar.value {
        case 0x0A, 0x0D: triggers.insert(703)
        case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: triggers.insert(705)
        default: break
        }
        if scalar.value > 0x7F { triggers.insert(706) }
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { triggers.insert(708) }
      }
    }
  }
}

extension Observation {
  fileprivate var isGap: Bool {
    if case .event(let event) = self, case .gap = event.content { true } else { false }
  }

  fileprivate var isNumbered: Bool {
    if case .event(let event) = self { event.sequence != nil } else { false }
  }

  fileprivate var isHeartbeat: Bool {
    if case .heartbeat = self { true } else { false }
  }
}
