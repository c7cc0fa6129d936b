import GoldenTranscripts
import StatusConformance
import StatusStreaming

// What goes wrong at the borders of writes and batches, or behind a failure.

/// Bug: of a batch small events are gathered, and large updates written as they are, past those that are
/// gathered.
struct BypassingSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: nil)

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var gathered: [UInt8] = []
    for event in events {
      var bytes: [UInt8] = []
      try encoder.encode(event, into: &bytes)
      if bytes.count > 500, !event.payload.isTerminal {
        try await wire.write(bytes)
      } else {
        gathered += bytes
      }
    }
    if !gathered.isEmpty { try await wire.write(gathered) }
    return events.count
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}

/// Bug: the end goes into a write of its own if it is large, and is counted with those before it.
struct OwnWriteSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .resumable)

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var bytes: [UInt8] = []
    var count = 0
    for event in events {
      var block: [UInt8] = []
      try encoder.encode(event, into: &block)
      count += 1
      if event.payload.isTerminal, block.count > 140, !bytes.isEmpty { break }
      bytes += block
    }
    try await wire.write(bytes)
    return count
  }
}

/// Bug: what is refused for the second time is told of in a comment at once.
struct ComplainingSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 4_096)
  private let wire: Wire
  private var refusals = 0

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    do {
      try encoder.encode(event, into: &bytes)
    } catch {
      refusals += 1
      if refusals == 2 { try await wire.write(Array(":\n".utf8)) }
      throw error
    }
    try await wire.write(bytes)
  }
}

/// Bug: a write that has failed is tried again after half a minute, when nobody knows any more.
final class PersistentSink: StatusSink, @unchecked Sendable {
  private let wire: Wire
  private var encoder = JSONLinesEncoder()

  init(_ wire: Wire) {
    self.wire = wire
  }

  func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(bytes)
  }

  func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await write(bytes) }
  }

  private func write(_ bytes: [UInt8]) async throws {
    do {
      try await wire.write(bytes)
    } catch {
      wire.spawn("another try") { [wire] in
        try await wire.clock.sleep(for: .seconds(30))
        try await wire.write(bytes)
      }
      throw error
    }
  }
}

/// A JSON string as it is made by who goes through a text by its characters.
enum CharacterQuoting {
  /// Bug: a quote, a backslash or a control is escaped where it is a `Character` of its own.
  static func json(of text: String) -> [UInt8] {
    var json = "\""
    for character in text {
      switch character {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\r\n": json += "\\r\\n"
      case "\t": json += "\\t"
      default:
        for scalar in character.unicodeScalars {
          if scalar.value < 0x20 {
            let digits = String(scalar.value, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
          } else {
            json.unicodeScalars.append(scalar)
          }
        }
      }
    }
    return Array((json + "\"").utf8)
  }
}
