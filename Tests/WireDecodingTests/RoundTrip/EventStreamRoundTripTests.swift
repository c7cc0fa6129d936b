import Foundation
import StatusStreaming
import Testing
import WireDecoding

@Suite("Event streams, there and back")
struct EventStreamRoundTripTests {
  @Test("Random events arrive as they were sent", arguments: RoundTripPlan.seeds)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var stream: [UInt8] = []
    var sent: [EventStreamDecoder.Event] = []
    var (lastEventID, retry) = ("", Int?.none)
    for length in RoundTripPlan.lengths(using: &generator) {
      let event = Self.randomEvent(length: length, using: &generator)
      if Bool.random(using: &generator) {
        try event.append(to: &stream)
      } else {
        var fields = event
        fields.data = nil
        try fields.append(to: &stream) { $0.append(contentsOf: (event.data ?? "").utf8) }
      }
      ServerSentEvent.appendHeartbeat(to: &stream)
      lastEventID = event.id ?? lastEventID
      retry = event.retry ?? retry
      let type = event.event.flatMap { $0.isEmpty ? nil : $0 } ?? "message"
      sent.append(
        .init(
          type: type, data: Array(Self.normalised(event.data ?? "").utf8),
          lastEventID: lastEventID, reconnectionTime: retry))
    }
    let run = EventStreamRun(
      stream, RoundTripPlan.chunking(count: stream.count, using: &generator))
    let firstDifference = zip(run.events, sent).enumerated().first { $1.0 != $1.1 }?.offset
    #expect(firstDifference == nil)
    #expect(run.events.count == sent.count)
    #expect(run.error == nil)
    #expect(run.lastEventID == Array(lastEventID.utf8))
  }

  private static func randomEvent(
    length: Int, using generator: inout SeededGenerator
  ) -> ServerSentEvent {
    var event = ServerSentEvent(data: RandomText.shared.next(length: length, using: &generator))
    if Bool.random(using: &generator) {
      event.event = oneLine(using: &generator)
    }
    if Bool.random(using: &generator) {
      event.id = oneLine(using: &generator).replacing("\0", with: "")
    }
    if Bool.random(using: &generator) {
      event.retry = Int.random(in: 0...(.max), using: &generator)
    }
    if Bool.random(using: &generator) {
      event.comment = RandomText.shared.next(length: length % 100, using: &generator)
    }
    return event
  }

  private static func oneLine(using generator: inout SeededGenerator) -> String {
    let length = Int.random(in: 0...40, using: &generator)
    let text = RandomText.shared.next(length: length, using: &generator)
    return String(decoding: text.utf8.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  /// What the format makes of line breaks: all of them arrive as LF.
  private static func normalised(_ text: String) -> String {
    text.replacingOccurrences(of: "\r\n", with: "\n", options: .literal)
      .replacingOccurrences(of: "\r", with: "\n", options: .literal)
  }
}
