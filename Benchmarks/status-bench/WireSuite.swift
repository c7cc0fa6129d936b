import Foundation
import StatusStreaming
import WireDecoding

/// What encoding and decoding the reference run's eleven updates costs.
///
/// The floor of the encoders is ``PlainEncoder``, written for these bytes alone.
enum WireSuite: Suite {
  static let name = "wire"

  static func run(isQuick: Bool) throws -> [Figure] {
    let runs = isQuick ? 1 : 11
    let rounds = isQuick ? 1_000 : 50_000
    return try encoders(runs, rounds) + decoders(runs, rounds)
  }

  private static func encoders(_ runs: Int, _ rounds: Int) throws -> [Figure] {
    let eventStreamFloor = { plain(rounds, .eventStream) }
    let frameFloor = { plain(rounds, .webSocket) }
    return [
      try measure("SSE reference, encode", unit: "updates/s", goal: 0.6, runs: runs) {
        try encode(rounds, EventStreamEncoder(profile: .reference))
      } floor: {
        eventStreamFloor()
      },
      try measure("SSE resumable, encode", unit: "updates/s", runs: runs) {
        try encode(rounds, EventStreamEncoder(profile: .resumable))
      } floor: {
        eventStreamFloor()
      },
      try measure("WebSocket, encode", unit: "updates/s", goal: 0.6, runs: runs) {
        try encode(rounds, WebSocketStatusEncoder())
      } floor: {
        frameFloor()
      },
      try measure("terminal, encode", unit: "updates/s", runs: runs) {
        try encode(rounds, TerminalEncoder())
      },
      try measure("copying the bytes (memcpy)", unit: "updates/s", runs: runs) {
        let stream = try bytes(of: EventStreamEncoder(profile: .reference))
        var copy: [UInt8] = []
        return rate(of: rounds * ReferenceRun.updates.count) {
          for _ in 0..<rounds {
            copy.removeAll(keepingCapacity: true)
            copy.append(contentsOf: stream)
            consume(copy)
          }
        }
      },
      try measure("Foundation JSONEncoder", unit: "updates/s", runs: runs) {
        let encoder = JSONEncoder()
        return try rate(of: rounds / 50 * ReferenceRun.updates.count) {
          for _ in 0..<rounds / 50 {
            for update in ReferenceRun.updates { consume([UInt8](try encoder.encode(update))) }
          }
        }
      },
    ]
  }

  private static func decoders(_ runs: Int, _ rounds: Int) throws -> [Figure] {
    let eventStream = try repeated(bytes(of: EventStreamEncoder(profile: .resumable)))
    let frames = try repeated(bytes(of: WebSocketStatusEncoder()))
    let passes = max(1, rounds / 1_000)
    return [
      try measure("SSE, decode", unit: "MB/s", goal: 400, runs: runs) {
        try rate(of: passes * eventStream.count) {
          for _ in 0..<passes {
            var decoder = EventStreamDecoder()
            decoder.feed(eventStream)
            while let item = try decoder.next() { consume(item) }
          }
        } / 1e6
      },
      try measure("WebSocket, decode", unit: "MB/s", goal: 400, runs: runs) {
        try rate(of: passes * frames.count) {
          for _ in 0..<passes {
            var decoder = WebSocketMessageDecoder(reader: .client)
            decoder.feed(frames)
            while let event = try decoder.next() { consume(event) }
          }
        } / 1e6
      },
    ]
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

  private static func plain(_ rounds: Int, _ format: PlainEncoder.Format) -> Double {
    var encoder = PlainEncoder(format)
    return rate(of: rounds * ReferenceRun.updates.count) {
      for update in ReferenceRun.updates { encode(update, rounds, by: &encoder) }
    }
  }

  private static func encode(
    _ update: StatusUpdate, _ rounds: Int, by encoder: inout PlainEncoder
  ) {
    for _ in 0..<rounds {
      encoder.reset()
      encoder.encode(update)
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
