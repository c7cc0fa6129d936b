import StatusConformance
import StatusStreaming

/// Correct: an event stream that begins with a byte order mark, has comments within its blocks and
/// their data in two lines, and is written in about forty pieces an event.
struct DribblingSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: nil)
  private var isFirst = true

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var block: [UInt8] = []
    try encoder.encode(event, into: &block)
    var lines = block.split(separator: 0x0A).map { Array($0) }
    // All JSON is an object, and may have white space behind its first byte.
    let data = lines[2].drop { $0 != 0x7B }
    lines[2] = Array("data:{\r\n: in the middle\r\ndata:".utf8) + data.dropFirst()
    try await write(Array(lines.joined(separator: [0x0D, 0x0A])) + Array("\r\n\r\n".utf8))
  }

  mutating func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    if !bytes.isEmpty { try await write(Array(":\r\n".utf8)) }
  }

  private mutating func write(_ bytes: [UInt8]) async throws {
    let mark: [UInt8] = isFirst ? [0xEF, 0xBB, 0xBF] : []
    isFirst = false
    let writer = PieceWriter(wire: wire, size: max(5, bytes.count / 40))
    try await writer.write(mark + bytes)
  }
}
