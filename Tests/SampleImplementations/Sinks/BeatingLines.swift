import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Reads JSON lines with empty lines between them, which say that the connection is alive.
struct BeatingLinesDecoder: StatusDecoder {
  private var lines = JSONLinesStatusDecoder()
  private var isAtStart = true

  var observes: Projection { lines.observes.union(.heartbeats) }
  var format: WireFormat { .lines }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    var observations: [Observation] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), isAtStart {
        observations.append(.heartbeat(nil))
      } else {
        observations += try lines.decode([byte])
        isAtStart = byte == UInt8(ascii: "\n")
      }
    }
    return observations
  }

  mutating func finish() throws -> [Observation] { try lines.finish() }
}

extension ClosureSink<JSONLinesEncoder> {
  /// Lines that beat as long as there is an open trace or, if it is faulty, as none has ended.
  static func beatingLines(_ wire: Wire, untilFirstEnd: Bool) -> Self {
    ClosureSink(JSONLinesEncoder(), wire) { sink in
      var open: Set<TraceID> = []
      var hasEnded = false
      sink.change = { event in
        if event.payload.isTerminal {
          open.remove(event.trace)
          hasEnded = true
        } else {
          open.insert(event.trace)
        }
      }
      sink.beat = { bytes in
        if !hasEnded || (!untilFirstEnd && !open.isEmpty) { bytes = [UInt8(ascii: "\n")] }
      }
    }
  }
}
