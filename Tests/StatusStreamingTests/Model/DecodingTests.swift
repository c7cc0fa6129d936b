import Foundation
import StatusStreaming
import Testing

@Suite("Decoding JSON")
struct DecodingTests {
  private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  @Test("takes missing fields for null")
  func missingFields() throws {
    #expect(try decode(StatusUpdate.self, #"{"status":"ok"}"#) == StatusUpdate(status: .ok))
  }

  @Test(
    "refuses an unknown value, naming the field, the value and those known",
    arguments: [
      (#"{"status":"done"}"#, "status is \"done\", expected one of: thinking, ok, error"),
      (#"{"status":"OK"}"#, "status is \"OK\", expected one of: thinking, ok, error"),
      (
        #"{"status":"ok","roadmap_step_status":"pending"}"#,
        "roadmap_step_status is \"pending\", expected one of: running, ok, error"
      ),
      (
        #"{"status":"ok","roadmap":[{"id":1,"name":"","description":"","status":"thinking"}]}"#,
        "status is \"thinking\", expected one of: pending, running, ok, error"
      ),
    ])
  func unknownValue(json: String, expected: String) throws {
    let error = try #require(throws: DecodingError.self) { try decode(StatusUpdate.self, json) }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("another kind of error: \(error)")
      return
    }
    #expect(context.debugDescription == expected)
  }

  @Test(
    "refuses what is not an update",
    arguments: [
      "{}", "[]", #"{"status":null}"#, #"{"status":"ok","message":1}"#,
      #"{"status":"ok","roadmap_step_id":"1"}"#, #"{"status":"ok","roadmap":[{"id":1}]}"#,
      #"{"status":"ok","message":"\ud800"}"#, #"{"status":"ok","message":"\udc00\ud800"}"#,
    ])
  func malformed(json: String) {
    #expect(throws: DecodingError.self) { try decode(StatusUpdate.self, json) }
  }

  @Test("gives a step that names no status the status pending")
  func pendingByDefault() throws {
    let step = try decode(RoadmapStep.self, #"{"id":1,"name":"a","description":"b"}"#)
    #expect(step.status == .pending)
  }

  @Test("gives back what was encoded, by our writer and by Foundation's")
  func roundTrip() throws {
    let answer = FinalAnswer(
      text: "Done", route: "bug", artifacts: ["a": "1", "b": "2"], metadata: ["k": "\u{1F914}"])
    var bytes: [UInt8] = []
    answer.appendJSON(to: &bytes)
    #expect(try JSONDecoder().decode(FinalAnswer.self, from: Data(bytes)) == answer)
    let foundation = try JSONEncoder().encode(answer)
    #expect(try JSONDecoder().decode(FinalAnswer.self, from: foundation) == answer)

    let update = StatusUpdate.roadmap(
      [RoadmapStep(id: 1, name: "n", description: "d", status: .error)], message: "plan")
    let updateByFoundation = try JSONEncoder().encode(update)
    #expect(try JSONDecoder().decode(StatusUpdate.self, from: updateByFoundation) == update)
  }
}
