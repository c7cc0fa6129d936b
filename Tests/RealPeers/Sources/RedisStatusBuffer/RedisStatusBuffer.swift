import StatusStreaming
import Synchronization

/// A buffer in Redis Streams, which any number of processes share.
///
/// Redis numbers: an entry's id is the event's number, given in the step that writes it, so none is
/// skipped, and one that comes late or twice is refused. What `MAXLEN` trims is read as a gap; `EXPIRE`
/// lets go of traces that have ended, and of those whose agent has not been heard of for long.
package struct RedisStatusBuffer: StatusWaking {
  /// What is kept for how long.
  package struct Configuration: Sendable {
    /// How many updates a trace keeps, at least one; the oldest go first.
    package var capacity: Int
    /// How long a trace stays after its end.
    package var retention: Duration
    /// How long one stays that is silent before its end.
    package var abandonAfter: Duration

    /// Takes what is not usual.
    package init(
      capacity: Int = 10_000, retention: Duration = .seconds(300),
      abandonAfter: Duration = .seconds(3600)
    ) {
      self.capacity = max(capacity, 1)
      self.retention = retention
      self.abandonAfter = abandonAfter
    }
  }

  let client: RedisClient
  let configuration: Configuration
  private let prefix: String
  private let drain = Drain()

  /// Joins the log of a client's namespace.
  ///
  /// - Parameter name: keeps the traces of several logs in one namespace apart.
  package init(
    client: RedisClient, name: String = "traces", configuration: Configuration = Configuration()
  ) {
    self.client = client
    self.configuration = configuration
    prefix = "\(client.namespace):\(name):"
  }

  package var epoch: Epoch? { client.epoch }

  package func open(_ trace: TraceID) async throws {
    let reply = try await evaluate(
      RedisScripts.open, on: trace, [RedisClient.token(), configuration.abandonAfter.milliseconds])
    try check(reply, trace)
  }

  package func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try await write(.update(update), to: trace, isEnd: false)
  }

  package func finish(
    _ trace: TraceID, with outcome: TraceOutcome
  ) async throws -> SequenceNumber {
    try await write(outcome.payload, to: trace, isEnd: true)
  }

  /// Writes an event, by a script that does it at once and tells those who wait.
  package func write(
    _ payload: StreamEvent.Payload, to trace: TraceID, isEnd: Bool,
    script: String = RedisScripts.append
  ) async throws -> SequenceNumber {
    var json: [UInt8] = []
    payload.appendTaggedJSON(to: &json)
    // The end takes no update's place.
    let kept = configuration.capacity + (isEnd ? 1 : 0)
    let life = isEnd ? configuration.retention : configuration.abandonAfter
    let reply = try await evaluate(
      script, on: trace,
      [
        RedisClient.token(), json, Array("\(kept)".utf8), life.milliseconds,
        Array(isEnd ? "1".utf8 : "0".utf8),
      ])
    try check(reply, trace)
    return SequenceNumber(rawValue: reply[1].number ?? 0)
  }

  package func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let page = try await read(trace, after: cursor, limit: max(limit, 1))
    // Who has the end is not sent away, but done.
    if page.events.isEmpty, !page.isAtEnd, drain.hasBegun {
      throw BufferError(.draining, trace: trace, context: "this server stops")
    }
    return Array(page.events.prefix(max(limit, 0)))
  }

  package func remove(_ trace: TraceID) async {
    // Without Redis there is nothing to remove it from, and nobody to tell.
    _ = try? await evaluate(RedisScripts.remove, on: trace, [])
  }

  package func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    // Who is on the list before the look misses nothing.
    let waiter = client.watch.enlist(for: key(of: trace))
    defer { client.watch.dismiss(waiter, for: key(of: trace)) }
    guard try await hasNothing(of: trace, after: cursor), !drain.hasBegun else { return }
    await waiter.wait()
  }

  /// Sends the viewers of this process away.
  package func beginDraining() {
    drain.begin()
    client.watch.wakeAll()
  }

  private func hasNothing(of trace: TraceID, after cursor: Cursor) async throws -> Bool {
    do {
      let page = try await read(trace, after: cursor, limit: 1)
      return page.events.isEmpty && !page.isAtEnd
    } catch let error as BufferError {
      return error.code == .unknownTrace && cursor.number == .zero
    }
  }
}

extension RedisStatusBuffer {
  /// What is read at once.
  private struct Page {
    var events: [StreamEvent]
    /// Whether there is nothing after the cursor, and will be nothing.
    let isAtEnd: Bool
  }

  private func read(_ trace: TraceID, after cursor: Cursor, limit: Int) async throws -> Page {
    let after = max(cursor.number.rawValue, 0)
    let first = after == .max ? after : after + 1
    let reply = try await evaluate(
      RedisScripts.read, on: trace,
      [Array("\(first)-0".utf8), Array("\(limit)".utf8), RedisClient.token()])
    let epoch = reply[1].text
    try client.note(epoch: epoch)
    _ = try cursor.number(in: Epoch(epoch), of: trace)
    try check(reply, trace)
    let last = reply[2].number ?? 0
    guard after <= last else {
      throw BufferError(
        .cursorAhead, trace: trace, context: "cursor \(cursor), expected 0 to \(last)")
    }
    var events: [StreamEvent] = []
    for entry in reply[4].elements {
      events.append(
        StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: entry[0].number ?? 0),
          epoch: try Epoch(epoch), time: .microseconds(entry[1][3].number ?? 0),
          payload: try StreamEvent.Payload(taggedJSON: entry[1][1].bytes)))
    }
    if let next = events.first, next.sequence.rawValue > first {
      var gap = next
      gap.sequence = SequenceNumber(rawValue: next.sequence.rawValue - 1)
      gap.payload = .gap(lost: next.sequence.rawValue - first)
      events.insert(gap, at: 0)
    }
    return Page(
      events: Array(events.prefix(limit)), isAtEnd: after == last && reply[3].text == "1")
  }

  /// Has a script do something with a trace, at once.
  package func evaluate(
    _ script: String, on trace: TraceID, _ values: [[UInt8]]
  ) async throws -> RedisReply {
    try await client.commands.perform(
      RedisCommand(
        script: script,
        keys: [
          key(of: trace), "\(prefix)events:\(trace)", "\(client.namespace):changes",
          "\(client.namespace):epoch",
        ], values: values))
  }

  /// Waits until a change of a trace is noted, from now on.
  package func awaitNotice(of trace: TraceID) async {
    let waiter = client.watch.enlist(for: key(of: trace))
    await waiter.wait()
    client.watch.dismiss(waiter, for: key(of: trace))
  }

  /// Takes a script's answer for what it is.
  private func check(_ reply: RedisReply, _ trace: TraceID) throws {
    guard let code = BufferError.Code(rawValue: reply[0].text) else { return }
    throw BufferError(code, trace: trace, context: "Redis has it so")
  }

  private func key(of trace: TraceID) -> String { "\(prefix)trace:\(trace)" }
}

extension Duration {
  /// What an expiry is given as, at most a century.
  fileprivate var milliseconds: [UInt8] {
    let (seconds, attoseconds) = components
    let most = Int64(3_155_760_000)
    let milliseconds =
      min(max(seconds, 0), most) * 1_000 + Int64(attoseconds / 1_000_000_000_000_000)
    return Array("\(max(milliseconds, 0))".utf8)
  }
}

/// Whether a server stops.
private final class Drain: Sendable {
  private let flag = Atomic(false)

  var hasBegun: Bool { flag.load(ordering: .acquiring) }

  func begin() { flag.store(true, ordering: .releasing) }
}
