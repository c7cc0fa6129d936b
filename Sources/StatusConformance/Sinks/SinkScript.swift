import ReferenceScenarios
import StatusStreaming

/// What is done with one connection of a world.
struct SinkScript: Sendable {
  enum Act: Sendable {
    case wait(Duration)
    case send(StreamEvent)
    /// Sends events of one trace that are there together.
    case batch([StreamEvent])
    /// Sends an update of one letter repeated, in an event that takes this many bytes, as far as those
    /// before it tell; a WebSocket's message where that is what it is.
    case fill(StreamEvent, size: Int, of: Unicode.Scalar)
    case heartbeat
    case close
  }

  /// What is the same for all connections of a world.
  struct Setting {
    let world: World<SinkSituation>
    let sizeLimit: Int?
    let stage: Stage
    let epoch: Epoch?
    /// The texts that are much alike in this world.
    let likeTexts: [String]
    /// Whether clients see the digits of numbers and the order of members.
    let isExact: Bool

    func has(_ situation: SinkSituation) -> Bool { world.has(situation) }
    /// Whether only one thing happens.
    var isAlone: Bool { world.situations.count == 1 }
  }

  private(set) var acts: [Act] = []
  private(set) var occurrences: Set<SinkSituation> = []

  /// Draws what is done.
  ///
  /// - Parameters:
  ///   - traces: the traces of the connection.
  ///   - marker: what tells its texts from those of other connections, empty for the first.
  ///   - count: how many updates there are at least.
  init(of traces: [TraceID], _ setting: Setting, marker: String, count: Int) {
    let stage = setting.stage
    var logs = traces.enumerated().map { index, trace in
      var log = SinkLog(
        of: trace, setting, marker: index == 0 ? marker : "\(marker)\(trace): ",
        count: count / traces.count + (index < count % traces.count ? 1 : 0),
        isOnlyOne: traces.count == 1)
      occurrences.formUnion(log.occurrences)
      if index > 0 { occurrences.insert(.severalTraces) }
      return log.takeActs()[...]
    }
    var sends: [[Act]] = []
    // Some traces begin when all before them have ended.
    let isInTurn = traces.count > 1 && stage.happens(onceIn: 3)
    while logs.contains(where: { !$0.isEmpty }) {
      let open = logs.indices.filter { !logs[$0].isEmpty }
      let index = isInTurn ? open[0] : stage.element(of: open)
      if let act = logs[index].popFirst() { sends.append(act) }
    }
    surround(setting.has(.batches) ? gathered(sends, on: stage) : sends, setting)
  }

  /// Lets events of a trace that follow each other come together, some of them or all.
  private mutating func gathered(_ sends: [[Act]], on stage: Stage) -> [[Act]] {
    let sizes = [.max, 2, 1, 3, 16, 64, 100, 128, 256]
    let isEven = stage.next(below: 2) == 0
    let even = stage.element(of: sizes)
    var gathered: [[Act]] = []
    var rest = sends[...]
    while let acts = rest.popFirst() {
      guard case .send(let event)? = acts.first, acts.count == 1 else {
        gathered.append(acts)
        continue
      }
      occurrences.insert(.batches)
      let size = isEven ? even : stage.element(of: sizes)
      var batch = [event]
      while batch.count < size, let next = rest.first?.first, case .send(let event) = next,
        rest.first?.count == 1, event.trace == batch[0].trace
      {
        batch.append(event)
        rest.removeFirst()
      }
      gathered.append([.batch(batch)])
    }
    return gathered
  }

  /// Puts pauses and heartbeats between the sends, and ends it.
  private mutating func surround(_ sends: [[Act]], _ setting: Setting) {
    let stage = setting.stage
    let silentPlace = setting.has(.silence) ? silentPlace(among: sends, setting) : -1
    for place in 0...sends.count {
      if place == silentPlace { beSilent(setting) }
      if setting.has(.pauses) { wait(stage.pause()) }
      if place < sends.count {
        if setting.has(.heartbeats), isBeatDue(setting) { beat(setting) }
        acts += sends[place]
      } else if setting.has(.lateHeartbeats) {
        occurrences.insert(.lateHeartbeats)
        for _ in 0..<stage.element(of: [1, 2, 5, 20]) {
          acts.append(.heartbeat)
          if setting.has(.pauses) { wait(stage.pause()) }
        }
      } else if setting.has(.heartbeats), setting.has(.openEnd), stage.next(below: 2) == 1 {
        beat(setting)
      }
    }
    acts.append(.close)
    if setting.has(.secondClose) {
      occurrences.insert(.secondClose)
      if setting.has(.pauses) { wait(stage.pause()) }
      acts.append(.close)
    }
  }

  /// Draws before which send there is a silence; half of the time behind one that is refused, if there
  /// is one.
  private func silentPlace(among sends: [[Act]], _ setting: Setting) -> Int {
    let refused = sends.indices.filter { place in
      sends[place].contains { act in
        if case .fill(_, let size, _) = act { size > setting.sizeLimit ?? .max } else { false }
      }
    }
    if refused.isEmpty || setting.stage.next(below: 2) == 0 {
      return setting.stage.next(below: sends.count + 1)
    }
    return setting.stage.element(of: refused) + 1
  }

  private mutating func wait(_ time: Duration) {
    if time > .zero { acts.append(.wait(time)) }
  }

  /// A silence, in which a server's timer beats where heartbeats are asked for.
  private mutating func beSilent(_ setting: Setting) {
    occurrences.insert(.silence)
    let stage = setting.stage
    guard setting.has(.heartbeats) else { return wait(stage.silence(longOnceIn: 6)) }
    let interval = stage.element(of: [10, 15, 5, 14, 16, 8, 20, 30, 1, 60, 9, 301])
    for _ in 0..<stage.element(of: [3, 1, 2, 4, 10]) {
      wait(stage.isReal ? .milliseconds(10 * interval) : .seconds(interval))
      acts.append(.heartbeat)
    }
    occurrences.insert(.heartbeats)
  }

  /// Draws whether there is a heartbeat; most often there is behind what is large, of which some may wait
  /// to be written.
  private func isBeatDue(_ setting: Setting) -> Bool {
    let size =
      switch acts.last {
      case .send(let event): event.textSize
      case .fill(_, let size, _): size
      case .batch(let events): events.reduce(0) { $0 + $1.textSize }
      case .wait, .heartbeat, .close, nil: 0
      }
    let choice = setting.stage.next(below: 3)
    return choice == 1 || (choice == 2 && size > 1_000)
  }

  private mutating func beat(_ setting: Setting) {
    occurrences.insert(.heartbeats)
    let count = setting.stage.element(of: [1, 1, 2, 3, 12])
    for _ in 0..<count { acts.append(.heartbeat) }
  }
}
