import Foundation
import StatusConformance
import StatusStreaming

extension Sample {
  private static let limits = StatusBuffer.Limits(bytes: 4_096)
  private static let least = StatusBuffer.Limits(bytes: 2_048)

  /// What is wrong, or right, in a detail: digits, places far ahead, full pages, small caps.
  static let details: [Sample] = [
    log("rows that forget an order and digits", breaks: 104, saying: "") {
      $0.keeps = { payload in
        guard let row = try? JSONEncoder().encode(payload),
          let read = try? JSONDecoder().decode(StreamEvent.Payload.self, from: row)
        else { return payload }
        return read
      }
    },
    log("characters given back for bytes", breaks: 611, saying: "", limits) {
      $0.givesBack = { payload in
        guard case .update(let update) = payload else { return payload.size }
        return 64 + (update.message?.count ?? 0)
          + (update.roadmap ?? []).reduce(0) { $0 + 64 + $1.name.count + $1.description.count }
      }
    },
    log("places of 32 bits", breaks: 501, saying: "") {
      $0.reads = { SequenceNumber(rawValue: Int(UInt32(truncatingIfNeeded: $0.rawValue))) }
    },
    Sample(
      correct: "segments of four",
      BufferVerification(capacity: 8) { SegmentedBuffer() }),
    Sample(
      "three events at most, of however many", breaks: 102, saying: "",
      BufferVerification { TricklingBuffer() }),
    Sample(
      correct: "StatusBuffer with the least cap on bytes",
      BufferVerification(
        name: "StatusBuffer with the least cap on bytes", limits: least,
        counters: { $0.counters }
      ) { StatusBuffer(configuration: .init(limits: least), clock: $0) }),
    Sample(
      correct: "a slow step that is abandoned",
      AgentVerification { try await GoingOnAgent(run: $0, leaving: .abandons).answer() }),
  ]
}
