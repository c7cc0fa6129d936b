import Foundation
import StatusStreaming
import WireDecoding

/// What encoding and decoding the reference run's eleven updates costs.
///
/// The floor of the encoders is ``PlainEncoder``, written for these bytes alone.
enum WireSuite: Suite {
  static let name = "wire"

  static func run(on bench: inout Bench) async throws {
    let rounds = bench.scaled(50_000)
    try await encoders(on: &bench, rounds)
    try await decoders(on: &bench, rounds)
  }

  private static let floor = "plain encoder"
  private static let foundation = "Foundation JSONEncoder"
  private static let unit = "updates/s"

  private static func encoders(on bench: inout Bench, _ rounds: Int) async throws {
    let json = encodingByFoundation(rounds)
    let plain = { (format: PlainEncoder.Format) in
      Trial.floor(floor) { encodePlainly(rounds, format) }
    }
    let goals = [Goal.ratio(to: floor, atLeast: 0.85)]
    try await bench.measure(
      "SSE reference, encode", unit: unit, goals: goals, beside: [plain(.eventStream), json]
    ) {
      try encode(rounds, EventStreamEncoder(profile: .reference))
    }
    try await bench.measure(
      "SSE resumable, encode", unit: unit, goals: goals,
      beside: [
        plain(.resumableEventStream),
        .other("the plain encoder of the reference profile") {
          encodePlainly(rounds, .eventStream)
        }, json,
      ]
    ) {
      try encode(rounds, EventStreamEncoder(profile: .resumable))
    }
    try await bench.measure(
      "WebSocket, encode", unit: unit, goals: goals, beside: [plain(.webSocket), json]
    ) {
      try encode(rounds, WebSocketStatusEncoder())
    }
    // In their order, since what is told of an event depends on those before it.
    try await bench.measure(
      "AG-UI, encode", unit: unit, goals: goals,
      beside: [.floor(floor) { encodePlainlyInOrder(rounds, .agUI) }, json]
    ) {
      try encodeInOrder(rounds, EventStreamEncoder(profile: .agUI(threadID: "thread-1")))
    }
    try await bench.measure(
      "terminal, encode", unit: unit, goals: [.ratio(to: floor, atLeast: 0.7)],
      beside: [plain(.terminal), json]
    ) {
      try encode(rounds, TerminalEncoder())
    }
    let stream = try bytes(of: EventStreamEncoder(profile: .reference))
    try await bench.measure("copying the bytes (memcpy)", unit: unit) {
      var copy: [UInt8] = []
      return rate(of: rounds * ReferenceRun.updates.count) {
        for _ in 0..<rounds {
          copy.removeAll(keepingCapacity: true)
          copy.append(contentsOf: stream)
          consume(copy)
        }
      }
    }
  }

  private static func encodingByFoundation(_ rounds: Int) -> Trial {
    let rounds = max(rounds / 50, 1)
    return .baseline(foundation) {
      let encoder = JSONEncoder()
      return try rate(of: rounds * ReferenceRun.updates.count) {
        for _ in 0..<rounds {
          for update in ReferenceRun.updates { consume([UInt8](try encoder.encode(update))) }
        }
      }
    }
  }

  private static func decoders(on bench: inout Bench, _ rounds: Int) async throws {
    let eventStream = try repeated(bytes(of: EventStreamEncoder(profile: .resumable)))
    let frames = try repeated(bytes(of: WebSocketStatusEncoder()))
    let passes = max(1, rounds / 1_000)
    let naive = Trial.floor("naive scan") {
      rate(of: passes * eventStream.count) {
        for _ in 0..<passes { NaiveEventStream.read(eventStream) { consume($0) } }
      } / 1e6
    }
    try await bench.measure(
      "SSE, decode", unit: "MB/s", goals: [.median(atLeast: 1_000)], beside: [naive]
    ) {
      try rate(of: passes * eventStream.count) {
        for _ in 0..<passes {
          var decoder = EventStreamDecoder()
          decoder.feed(eventStream)
          while let item = try decoder.next() { consume(item) }
        }
      } / 1e6
    }
    try await bench.measure("WebSocket, decode", unit: "MB/s", goals: [.median(atLeast: 400)]) {
      try rate(of: passes * frames.count) {
        for _ in 0..<passes {
          var decoder = WebSocketMessageDecoder(reader: .client)
          decoder.feed(frames)
          while let event = try decoder.next() { consume(event) }
        }
      } / 1e6
    }
  }

  private static func encode(_ rounds: Int, _ encoder: some StatusEncoder) throws -> Double {
    var bytes: [UInt8] = []
    var encoder = encoder
    return try rate(of: rounds * ReferenceRun.events.count) {
      for event in ReferenceRun.events {
        try encode(event, rounds, by: &encoder, into: &bytes)
      }
    }
  }

  /// Encodes an event many times, since taking it out of an array costs a copy that a sink, which
  /// is lent its events, does not pay.
  private static func encode(
    _ event: StreamEvent, _ rounds: Int, by encoder: inout some StatusEncoder,
    into bytes: inout [UInt8]
  ) throws {
    for _ in 0..<rounds {
      bytes.removeAll(keepingCapacity: true)
      try encoder.encode(event, into: &bytes)
      consume(bytes)
    }
  }

  private static func encodeInOrder(
    _ rounds: Int, _ encoder: some StatusEncoder
  ) throws -> Double {
    var bytes: [UInt8] = []
    var encoder = encoder
    let events = ReferenceRun.events
    return try rate(of: rounds * events.count) {
      for _ in 0..<rounds {
        for index in events.indices {
          bytes.removeAll(keepingCapacity: true)
          try encoder.encode(events[index], into: &bytes)
          consume(bytes)
        }
      }
    }
  }

  private static func encodePlainlyInOrder(_ rounds: Int, _ format: PlainEncoder.Format) -> Double {
    var encoder = PlainEncoder(format)
    let updates = ReferenceRun.updates
    return rate(of: rounds * updates.count) {
      for _ in 0..<rounds {
        for index in updates.indices {
          encoder.reset()
          encoder.encode(updates[index], number: index + 1)
          consume(encoder.count)
        }
      }
    }
  }

  private static func encodePlainly(_ rounds: Int, _ format: PlainEncoder.Format) -> Double {
    var encoder = PlainEncoder(format)
    return rate(of: rounds * ReferenceRun.updates.count) {
      for (index, update) in ReferenceRun.updates.enumerated() {
        encode(update, number: index + 1, rounds, by: &encoder)
      }
    }
  }

  private static func encode(
    _ update: StatusUpdate, number: Int, _ rounds: Int, by encoder: inout PlainEncoder
  ) {
    for _ in 0..<rounds {
      encoder.reset()
      encoder.encode(update, number: number)
      consume(encoder.count)
    }
  }

  private static func bytes(of encoder: some StatusEncoder) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var encoder = encoder
    for event in ReferenceRun.events { try encoder.encode(event, into: &bytes) }
    return bytes
  }

  /// Enough of a stream for a decoder to be measured on, about 64 KiB.
  private static func repeated(_ bytes: [UInt8]) -> [UInt8] {
    Array(repeatElement(bytes, count: 65_536 / bytes.count).joined())
  }
}
