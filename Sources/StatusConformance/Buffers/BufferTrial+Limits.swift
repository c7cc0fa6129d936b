import StatusStreaming

/// Runs in which a buffer has to refuse for want of room.
extension BufferTrial {
  /// Whether a run can go beyond the cap on traces.
  var canExceedTraces: Bool { limits.traces.map { (1...100).contains($0) } ?? false }
  /// Whether a run can go beyond the cap on bytes, and stay below it.
  var canExceedBytes: Bool { limits.bytes.map { (2_048...1_000_000).contains($0) } ?? false }

  /// Appends more than a trace takes, if it refuses, and ends it.
  func exceedCapacity(_ client: Client) async {
    let capacity = capacity ?? 0
    await client.open(trace)
    for number in 1...(capacity + 1 + client.stage.next(below: capacity + 2)) {
      await client.append(.thinking("Looking at file \(number)"), to: trace)
    }
    await client.finish(trace, with: .complete(FinalAnswer(text: "done")))
    await client.read(trace, after: 0, by: "viewer 1")
  }

  /// Opens more traces than there may be, removes some, and opens others.
  func exceedTraces(_ client: Client) async {
    let stage = client.stage
    var held = (1...(limits.traces ?? 1)).map { id("run", $0) }
    for trace in held { await client.open(trace) }
    for round in 1...(1 + stage.next(below: 4)) {
      for attempt in 0..<(1 + stage.next(below: 3)) {
        let extra = id("extra", 10 * round + attempt)
        await client.open(extra)
        guard client.isRefused else { continue }
        await client.append(.thinking("Nobody is there"), to: extra, by: "an outsider")
        await client.read(extra, after: 0, by: "an outsider")
      }
      let gone = held.remove(at: stage.next(below: held.count))
      await client.append(.thinking("Round \(round)"), to: gone)
      await client.remove(gone)
      held.append(id("next", round))
      await client.open(held[held.count - 1])
    }
    // Those that have ended are held as well, until one of them goes.
    for trace in held { await client.finish(trace, with: .complete(FinalAnswer(text: "done"))) }
    await client.open(id("last", 1))
    for trace in held { await client.read(trace, after: 0, by: "viewer 1") }
    // Then there is room for as many as in the beginning.
    for trace in held + [id("last", 1)] { await client.remove(trace) }
    for number in held.indices { await client.open(id("again", number)) }
  }

  /// Appends more bytes than there may be, removes the trace, and does it again.
  func exceedBytes(_ client: Client) async {
    let stage = client.stage
    let limit = limits.bytes ?? 0
    // What a trace drops makes room again, so that small updates never come to too much.
    let size =
      limit / stage.element(of: capacity ?? .max > 40 ? [8, 5, 16, 30] : [40, 3, 8, 60, 30])
    let refusals = 1 + stage.next(below: 4)
    let character = stage.element(of: ["x", "é", "日", "🧠"])
    for round in 1...(2 + stage.next(below: 2)) {
      let trace = id("run", round)
      await client.open(trace)
      var rest = refusals
      for number in 1...(limit / size + 4) where rest > 0 {
        let mark = "\(round): \(number) "
        let filling = max(size - mark.utf8.count, 0) / character.utf8.count
        let text = mark + String(repeating: character, count: filling)
        await client.append(.thinking(text), to: trace)
        if client.isRefused { rest -= 1 }
      }
      await client.finish(trace, with: .complete(FinalAnswer(text: "done")))
      await client.read(trace, after: 0, by: "viewer 1")
      await client.remove(trace)
    }
  }

  /// Looks at the counters after each of a few calls.
  func count(_ client: Client) async {
    guard let counters else { return }
    let most = canExceedTraces ? limits.traces ?? 3 : 3
    let traces = (1...min(most, 3)).map { id("run", $0) }
    await client.count(by: counters)
    for trace in traces {
      await client.open(trace)
      await client.append(.thinking("Here is \(trace)"), to: trace)
      await client.count(by: counters)
    }
    await client.open(traces[0], by: "an intruder")
    if canExceedTraces {
      for number in traces.count...most { await client.open(id("extra", number)) }
    }
    await client.count(by: counters)
    if canOverflow {
      for number in 1...((capacity ?? 0) + 1 + client.stage.next(below: 3)) {
        await client.append(.thinking("Looking at file \(number)"), to: traces[0])
      }
      await client.count(by: counters)
    }
    await client.finish(traces[0], with: .complete(FinalAnswer(text: "done")))
    await client.append(.thinking("Too late"), to: traces[0], by: "a straggler")
    await client.count(by: counters)
    for trace in client.recorder.recording.traces {
      await client.remove(trace)
      await client.count(by: counters)
    }
  }

  private func id(_ name: String, _ number: Int) -> TraceID {
    guard let id = try? TraceID("\(name)-\(number)") else { return trace }
    return id
  }
}

/// How many bytes a trace of a buffer with a cap on them holds, as far as its updates tell.
struct HeldBytes: Sendable {
  private let capacity: Int?
  private var sizes: [Int] = []

  init(capacity: Int?) { self.capacity = capacity }

  var isEmpty: Bool { sizes.isEmpty }

  /// Whether one more update is one too many, whatever it takes.
  var isAtCapacity: Bool { capacity.map { sizes.count >= $0 } ?? false }

  /// Adds an update, by the bytes of its texts.
  mutating func add(_ size: Int) { sizes.append(size) }

  /// The bytes of what is held at least: one that overflows keeps half of its capacity.
  var least: Int { sizes.suffix(capacity.map { max(($0 + 1) / 2, 1) } ?? .max).reduce(0, +) }

  /// What it may take at most, where each update takes twice its texts and 256 bytes.
  var most: Int { kept.reduce(0) { $0 + 2 * $1 + 256 } }

  /// Whether one more update can't come to too much, whatever an update takes within reason.
  func hasRoom(for size: Int, in limit: Int?) -> Bool {
    limit.map { most + 2 * size + 256 <= $0 } ?? false
  }

  private var kept: ArraySlice<Int> { sizes.suffix(capacity ?? .max) }
}

extension HeldBytes: CustomStringConvertible {
  /// What is held, in words.
  var description: String {
    isEmpty
      ? "nothing else is held"
      : "the texts of the \(kept.count) updates that are held come to \(kept.reduce(0, +)) bytes"
  }
}
