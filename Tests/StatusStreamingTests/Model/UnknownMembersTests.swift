import Foundation
import StatusStreaming
import Testing

@Suite("Members that are not known")
struct UnknownMembersTests {
  private func decode<Value: Decodable>(
    _ type: Value.Type, _ json: String, counting unknown: UnknownMembers? = nil
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.userInfo[.unknownMembers] = unknown
    return try decoder.decode(type, from: Data(json.utf8))
  }

  /// A message, what it says without the members that are not known, and where those are.
  private static let messages: [(json: String, payload: StreamEvent.Payload, paths: [String])] = [
    (
      #"{"status":"ok","roadmap_step_list":[{"id":1}]}"#, .update(StatusUpdate(status: .ok)),
      ["roadmap_step_list"]
    ),
    (
      #"{"status":"ok","Message":"x","roadmapStepID":1,"message":"y"}"#,
      .update(StatusUpdate(status: .ok, message: "y")), ["Message", "roadmapStepID"]
    ),
    (
      #"""
      {"status":"ok","roadmap":[{"id":1,"name":"n","description":"d"},
      {"id":2,"name":"","description":"","colour":null}]}
      """#,
      .update(
        .roadmap([
          RoadmapStep(id: 1, name: "n", description: "d"),
          RoadmapStep(id: 2, name: "", description: ""),
        ])), ["roadmap.1.colour"]
    ),
    (#"{"type":"gap","lost":3,"since":1}"#, .gap(lost: 3), ["since"]),
    (
      #"{"type":"complete","result":{"text":"t","cost":1,"metadata":{"any":{"x":1}}},"n":1}"#,
      .complete(FinalAnswer(text: "t", metadata: ["any": ["x": 1]])), ["n", "result.cost"]
    ),
    (#"{"type":"failed","message":"m","code":7}"#, .failed(message: "m"), ["code"]),
    (
      #"{"type":"cancelled","reason":"r","message":"m"}"#, .cancelled(reason: "r"), ["message"]
    ),
  ]

  @Test("are refused by name, in whatever is decoded", arguments: 0..<messages.count)
  func strict(index: Int) throws {
    let message = Self.messages[index]
    let error = try #require(throws: DecodingError.self) {
      try decode(StreamEvent.Payload.self, message.json)
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("another kind of error: \(error)")
      return
    }
    let name = try #require(message.paths[0].split(separator: ".").last)
    #expect(context.debugDescription.hasPrefix("unknown member \"\(name)\", expected only: "))
  }

  @Test("are left out and counted where that is asked for", arguments: 0..<messages.count)
  func lenient(index: Int) throws {
    let message = Self.messages[index]
    let unknown = UnknownMembers()
    let payload = try decode(StreamEvent.Payload.self, message.json, counting: unknown)
    #expect(payload == message.payload)
    #expect(unknown.count == message.paths.count)
    #expect(unknown.paths == message.paths)
  }

  @Test("are counted on and on, but not all named")
  func many() throws {
    let unknown = UnknownMembers()
    for _ in 0..<50 {
      _ = try decode(StatusUpdate.self, #"{"status":"ok","x":1,"y":2}"#, counting: unknown)
    }
    #expect(unknown.count == 100)
    #expect(unknown.paths.count == UnknownMembers.maximumPaths)
  }

  @Test(
    "leave values that are not known, or of the wrong type, refused either way",
    arguments: [
      #"{"status":"paused"}"#, #"{"status":3}"#, #"{"status":"ok","message":3}"#,
      #"{"status":"ok","message":["x"]}"#, #"{"status":"ok","roadmap_step_id":"1"}"#,
      #"{"status":"ok","roadmap_step_id":1.5}"#, #"{"status":"ok","roadmap_step_id":true}"#,
      #"{"status":"ok","roadmap_step_id":99999999999999999999}"#,
      #"{"status":"ok","roadmap_step_status":"pending"}"#,
      #"{"status":"ok","roadmap_step_status":{}}"#, #"{"status":"ok","roadmap":{}}"#,
      #"{"status":"ok","roadmap":[null]}"#, #"{"status":"ok","roadmap":[{"id":1}]}"#,
      #"{"status":"ok","roadmap":[{"id":"1","name":"","description":""}]}"#,
      #"{"status":"ok","roadmap":[{"id":1,"name":"","description":"","status":null}]}"#,
      #"{"type":"gap"}"#, #"{"type":"gap","lost":"3"}"#, #"{"type":"gap","lost":0}"#,
      #"{"type":"gap","lost":-1}"#, #"{"type":"update","status":"ok"}"#, #"{"type":null}"#,
      #"{"type":"Complete","result":{"text":""}}"#, #"{"type":"complete"}"#,
      #"{"type":"complete","result":{}}"#, #"{"type":"complete","result":{"text":1}}"#,
      #"{"type":"complete","result":{"text":"","route":1}}"#,
      #"{"type":"complete","result":{"text":"","metadata":[]}}"#, #"{"type":"failed"}"#,
      #"{"type":"failed","message":null}"#, #"{"type":"cancelled","message":"m"}"#,
      #"{"type":"cancelled","reason":1}"#, "[]", "null", "3",
    ])
  func refused(json: String) {
    #expect(throws: DecodingError.self) { try decode(StreamEvent.Payload.self, json) }
    #expect(throws: DecodingError.self) {
      try decode(StreamEvent.Payload.self, json, counting: UnknownMembers())
    }
  }

  @Test("are none in what encoders write")
  func roundTrip() throws {
    let payloads = Self.messages.map(\.payload)
    for payload in payloads {
      var bytes: [UInt8] = []
      payload.appendTaggedJSON(to: &bytes)
      #expect(try JSONDecoder().decode(StreamEvent.Payload.self, from: Data(bytes)) == payload)
      let byFoundation = try JSONEncoder().encode(payload)
      #expect(try JSONDecoder().decode(StreamEvent.Payload.self, from: byFoundation) == payload)
      #expect(try Array(JSON(encoding: payload).description.utf8) == bytes)
    }
  }
}
