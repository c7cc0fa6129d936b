import Foundation
import Testing
import WireDecoding

/// What a vector may say, and that nothing else is passed over.
@Suite("Vectors may")
struct VectorRunnerTests {
  @Test(
    "ask an encoder for any operation",
    arguments: [
      (#"{"op":"text_fragments_hex","fragments":["e2","82","ac"]}"#, "0101e20001828001ac"),
      (#"{"op":"text_fragments_hex","fragments":["c3a9"]}"#, "8102c3a9"),
      (#"{"op":"text","text":"x","role":"server"}"#, "810178"),
      (#"{"op":"text","text":"x","role":"client","mask_key_hex":"00000001"}"#, "81810000000178"),
      (#"{"op":"binary","fill_hex":"0102","count":2}"#, "820401020102"),
      (
        #"""
        {"op":"sequence","role":"client","mask_key_hex":"00000000",
         "ops":[{"op":"ping","hex":"61"},{"op":"pong","hex":""}]}
        """#, "898100000000618a8000000000"
      ),
      (
        #"""
        {"op":"sequence","ops":[
          {"op":"binary_fragment","hex":"ff","fin":false},{"op":"pong","hex":""},
          {"op":"continuation","hex":"fe","fin":false},{"op":"continuation","hex":"","fin":true},
          {"op":"text","text":"a"},{"op":"close","code":1000,"reason":""}]}
        """#, "0201ff8a000001fe8000810161880203e8"
      ),
    ] as [(String, String)])
  func operations(input: String, hex: String) throws {
    try encode(#"{"name":"n","input":\#(input),"bytes_hex":"\#(hex)"}"#)
    #expect(throws: VectorFault.self) {
      try encode(#"{"name":"n","input":\#(input),"bytes_hex":"\#(hex)00"}"#)
    }
    #expect(throws: VectorFault.self) {
      try encode(#"{"name":"n","input":\#(input),"must_refuse":"it is fine"}"#)
    }
  }

  @Test(
    "ask an encoder for what it must refuse",
    arguments: [
      #"{"op":"text","text":"x","role":"server","mask_key_hex":"37fa213d"}"#,
      #"{"op":"text","text":"x","role":"client"}"#,
      #"{"op":"text_fragments_hex","fragments":["e282","61"]}"#,
      #"{"op":"text_fragments_hex","fragments":["61","e282"]}"#,
      #"{"op":"continuation","text":"a","fin":true}"#,
      #"""
      {"op":"sequence","ops":[
        {"op":"text_fragment","text":"a","fin":false},{"op":"text_fragment","text":"b","fin":true}]}
      """#,
      #"""
      {"op":"sequence","ops":[
        {"op":"text_fragment","text":"a","fin":false},{"op":"binary_fragment","hex":"","fin":true}]}
      """#,
      #"""
      {"op":"sequence","ops":[
        {"op":"text_fragment","hex":"c3","fin":false},{"op":"continuation","text":"a","fin":true}]}
      """#,
      #"""
      {"op":"sequence","ops":[
        {"op":"text_fragment","text":"a","fin":true},{"op":"continuation","text":"b","fin":true}]}
      """#,
      #"{"op":"sequence","ops":[{"op":"close","code":1000},{"op":"ping","hex":""}]}"#,
    ])
  func refusals(input: String) throws {
    try encode(#"{"name":"n","input":\#(input),"must_refuse":"why"}"#)
    #expect(throws: (any Error).self) {
      try encode(#"{"name":"n","input":\#(input),"bytes_hex":""}"#)
    }
  }

  @Test(
    "not ask an encoder for what nobody knows",
    arguments: [
      #"{"op":"text_fragments_base64","fragments":[]}"#, #"{"op":"text","text":"x","rsv":1}"#,
      #"{"op":"text","text":"x","role":"proxy"}"#, #"{"op":"text","text":"x","mask_key_hex":"00"}"#,
      #"{"op":"text_fragments_hex","fragments":["e"]}"#, #"{"op":"continuation","text":"a"}"#,
      #"{"op":"sequence","ops":[{"op":"text","text":"x"}],"fin":true}"#,
      #"{"op":"sequence","ops":[{"op":"text","text":"x"},{"op":"sleep"}]}"#,
      #"""
      {"op":"sequence","role":"server","ops":[{"op":"ping","hex":"","role":"client"}]}
      """#,
      #"{"op":"noise","role":"server","mask_key_hex":"37fa213d"}"#,
    ])
  func unknownOperations(input: String) {
    for outcome in [#""bytes_hex":"810178""#, #""must_refuse":"why""#] {
      #expect(throws: VectorFault.self) {
        try encode(#"{"name":"n","input":\#(input),\#(outcome)}"#)
      }
    }
  }

  @Test(
    "say how far into the bytes a reader has to go",
    arguments: [
      (#"{"after_frames":1}"#, 5), (#"{"after_frames":2,"after_bytes_of_frame":0}"#, 7),
      (#"{"after_frames":2,"after_bytes_of_frame":2}"#, 9), (#"{"after_frames":2}"#, 10),
      (#"{"after_frames":3,"after_bytes_of_frame":1}"#, 17), (#"{"after_bytes":4}"#, 4),
      (#"{"after_frames":0}"#, 0),
    ])
  func failFast(point: String, byteCount: Int) throws {
    #expect(try webSocket(failingFastAfter: point).failFast == byteCount)
  }

  @Test(
    "not say what leads nowhere",
    arguments: [
      #"{"after_frames":4}"#, #"{"after_frames":2,"after_bytes_of_frame":4}"#, "{}",
      #"{"after_bytes_of_frame":1}"#, #"{"after_frames":1,"after_words":1}"#,
    ])
  func pointless(point: String) {
    #expect(throws: VectorFault.self) { try webSocket(failingFastAfter: point) }
  }

  @Test(
    "accept another reconnection time at the end, from any event on",
    arguments: [
      (#""implementation maximum""#, [Int.max]), (#""1500""#, [1500]), ("0", [0]),
      (#""99999999999999999999999""#, []),
    ] as [(String, [Int])])
  func alternatives(time: String, times: [Int]) throws {
    let stream = try eventStream(#"{"final.retry":\#(time)}"#)
    #expect(stream.outcomes[0].reconnectionTime == nil)
    let others = stream.outcomes.dropFirst()
    #expect(Set(others.map(\.reconnectionTime)) == Set(times))
    #expect(others.map { $0.events.map(\.reconnectionTime) } == times.flatMap { [[$0], [nil]] })
  }

  @Test(
    "not accept what nobody knows",
    arguments: [
      #"{"final.retry":"maximum"}"#, #"{"final.retry":""}"#, #"{"final.speed":1}"#,
      #"{"expected[1].data":"x"}"#, #"{"expected[0].retry":"implementation maximum"}"#,
    ])
  func unknownAlternatives(alternative: String) {
    #expect(throws: VectorFault.self) { try eventStream(alternative) }
  }

  private func vector(_ json: String) throws -> VectorCase {
    VectorCase(
      file: "a test", value: try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
  }

  private func encode(_ json: String) throws {
    try WebSocketEncoderVector(vector(json)).run()
  }

  /// A case of three frames: one of 3 bytes, one of 3, a masked one of 1.
  private func webSocket(failingFastAfter point: String) throws -> WebSocketVector {
    try WebSocketVector(
      vector(
        #"""
        {"name":"n","role":"client","bytes_hex":"010361626300036162638081000000001f",
         "expected":{"events":[],"error":null},"fail_fast":\#(point)}
        """#))
  }

  private func eventStream(_ alternative: String) throws -> EventStreamVector {
    try EventStreamVector(
      vector(
        #"""
        {"name":"n","input_utf8":"data: x\n\n",
         "expected":[{"event":"message","data":"x","lastEventId":"","retry":null}],
         "final":{"lastEventId":"","lastEventIdBuffer":"","retry":null},
         "ambiguous":{"why":"it is","alternatives":[\#(alternative)]}}
        """#))
  }
}
