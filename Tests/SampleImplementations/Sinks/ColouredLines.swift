import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension NoteLineSink {
  /// Redraws the line of a terminal that it writes, in a colour.
  static func coloured(
    _ wire: Wire, escape: @escaping @Sendable (String) -> [UInt8] = NoteLineSink.escaped
  ) -> NoteLineSink {
    var sink = NoteLineSink(wire: wire, escape: escape)
    sink.opening = "\r\u{1B}[2K\u{1B}[1;32m"
    sink.closing = "\u{1B}[0m"
    return sink
  }

  /// Bug: a colour in a message colours the screen.
  @Sendable static func escapedButColours(_ message: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, part) in message.split(separator: "\u{1B}[35m", omittingEmptySubsequences: false)
      .enumerated()
    {
      bytes += Array((index > 0 ? "\u{1B}[35m" : "").utf8) + escaped(String(part))
    }
    return bytes
  }
}

/// Reads the lines of a ``NoteLineSink`` without the control sequences around and within them.
struct ColouredLineDecoder: StatusDecoder {
  private var lines = NoteLineDecoder(.terminal)
  private var isInSequence = false

  var format: WireFormat { lines.format }
  var observes: Projection { lines.observes }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    let shown = bytes.filter { byte in
      if isInSequence {
        if byte != UInt8(ascii: "["), 0x40...0x7E ~= byte { isInSequence = false }
        return false
      }
      isInSequence = byte == 0x1B
      return !isInSequence && byte != 0x0D
    }
    return try lines.decode(shown)
  }
}
