import Foundation
import StatusStreaming
import Testing

@Suite("JSON bytes")
struct JSONTests {
  @Test("are those of pydantic in the reference profile")
  func reference() throws {
    let lines = try fixture("Reference/status-updates.jsonl").split(separator: UInt8(ascii: "\n"))
    #expect(lines.count > 50)
    for line in lines {
      let update = try JSONDecoder().decode(StatusUpdate.self, from: Data(line))
      var bytes: [UInt8] = []
      update.appendJSON(to: &bytes, profile: .reference)
      #expect(bytes.elementsEqual(line), "\(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test("escape line and paragraph separators in the portable profile, and nothing else more")
  func portable() {
    let update = StatusUpdate(status: .ok, message: "a\u{2027}\u{2028}b\u{2029}\u{202A}\u{20AC}")
    var reference: [UInt8] = []
    update.appendJSON(to: &reference, profile: .reference)
    var portable: [UInt8] = []
    update.appendJSON(to: &portable)
    let expected = String(decoding: reference, as: UTF8.self)
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    #expect(portable == Array(expected.utf8))
  }

  @Test(
    "escape a character wherever it stands, in messages of any length, up to the longest update")
  func everyPosition() throws {
    for length in 0..<34 {
      let plain = String(repeating: "x", count: length)
      for special in ["", "\"", "\\", "\u{1F}", "\u{2028}", "\u{20AC}", "\u{A2}"] {
        for position in 0...length {
          let message = plain.prefix(position) + special + plain.dropFirst(position)
          let update = StatusUpdate(
            status: .thinking, message: String(message), roadmapStepID: .max,
            roadmapStepStatus: .running)
          var bytes: [UInt8] = [0x20]
          update.appendJSON(to: &bytes)
          let isEscaped = !["", "\u{20AC}", "\u{A2}"].contains(special)
          #expect(bytes.contains(UInt8(ascii: "\\")) == isEscaped)
          #expect(try JSONDecoder().decode(StatusUpdate.self, from: Data(bytes)) == update)
          if special.isEmpty { break }
        }
      }
    }
  }

  @Test("of an answer have its fields and maps in order")
  func answer() {
    let answer = FinalAnswer(
      text: "T", artifacts: ["z": "1", "a": "\""], metadata: [:])
    var bytes: [UInt8] = []
    answer.appendJSON(to: &bytes)
    let expected = #"{"text":"T","route":null,"artifacts":{"z":"1","a":"\""},"metadata":{}}"#
    #expect(bytes == Array(expected.utf8))
  }
}
