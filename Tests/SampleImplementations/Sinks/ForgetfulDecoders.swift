import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Bug: takes each chunk for one event.
struct ChunkDecoder: StatusDecoder {
  private var count = 0

  var observes: Projection { [.emptyMessages] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    var lines = JSONLinesStatusDecoder()
    count += 1
    let header = Array("{\"format\":\"status-stream-events\",\"version\":1}\n".utf8)
    return try lines.decode(count == 1 ? bytes : header + bytes)
  }
}

/// Bug: what is left of a chunk after its last line is forgotten.
struct ForgetfulDecoder: StatusDecoder {
  var observes: Projection { [.ends, .gaps] }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    var lines = NoteLineDecoder()
    return try lines.decode(bytes)
  }
}
