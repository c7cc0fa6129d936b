import Foundation
import StatusStreaming
import Testing

@Suite("Encoding values as JSON")
struct JSONEncodingTests {
  private struct Report: Codable {
    enum Level: String, Codable { case high, low }
    struct Finding: Codable {
      var line: Int
      var note: String?
      var score: Double
    }
    var zeta = "first"
    var alpha: UInt8 = 7
    var findings: [Finding]
    var level = Level.high
    var isDone = true
    var ratio: Float = 0.1
  }

  @Test("keeps the order in which a value encodes its members")
  func order() throws {
    let report = Report(findings: [
      .init(line: 3, note: nil, score: 1), .init(line: 4, note: "\u{2028}", score: .nan),
    ])
    let expected =
      #"{"zeta":"first","alpha":7,"findings":[{"line":3,"score":1.0},"#
      + "{\"line\":4,\"note\":\"\u{2028}\",\"score\":null}],\"level\":\"high\",\"isDone\":true,\"ratio\":0.1}"
    let json = try JSON(encoding: report)
    #expect(Array(json.description.utf8) == Array(expected.utf8))
    #expect(
      try JSONObject(encoding: report).map(\.key) == [
        "zeta", "alpha", "findings", "level", "isDone", "ratio",
      ])
    // On one line, within literals too.
    let answer = FinalAnswer(text: "", artifacts: ["report": try JSON(encoding: report), "n": 1])
    #expect(answer.artifacts["report"]?["findings"]?[1]?["line"] == 4)
    // What is JSON already stays as it is.
    #expect(try JSON(encoding: ["a": JSON(digits: "1.50") ?? nil]).description == #"{"a":1.50}"#)
    #expect(try JSON(encoding: [json, nil]) == [json, nil])
    #expect(try JSON(encoding: answer.artifacts) == JSON(answer.artifacts))
  }

  @Test("takes values of any kind at its top")
  func fragments() throws {
    #expect(try JSON(encoding: 3) == 3)
    #expect(try JSON(encoding: "a\"b") == "a\"b")
    #expect(try JSON(encoding: Bool?.none) == nil)
    #expect(try JSON(encoding: UInt64.max).description == "18446744073709551615")
    #expect(
      try JSON(encoding: Int128.min).description == "-170141183460469231731687303715884105728")
    #expect(try JSON(encoding: -1.5e-7).description == "-1.5e-7")
    #expect(try JSON(encoding: [Int]()) == [])
    #expect(try JSON(encoding: [String: Int]()) == [:])
    #expect(try JSON(encoding: Report.Level.low) == "low")
    #expect(try JSON(encoding: [[1], [2, 3]]) == [[1], [2, 3]])
  }

  @Test("orders dictionaries and sets, which have no order of their own")
  func unordered() throws {
    let keys = (0..<50).map { "key \($0)" }
    let dictionary = Dictionary(uniqueKeysWithValues: keys.map { ($0, $0.count) })
    #expect(try JSONObject(encoding: dictionary).map(\.key) == keys.sorted())
    let nested = try JSON(encoding: ["b": Set(["z", "a"]), "a": Set(["m"])])
    #expect(nested.description == #"{"a":["m"],"b":["a","z"]}"#)
    #expect(try JSON(encoding: [10: "x", 9: "y"]).description == #"{"10":"x","9":"y"}"#)
    // Keys that are no strings come in an array, each before its value.
    let pairs = try JSON(encoding: [1.5: ["b"], 0.5: ["a"]])
    #expect(pairs.description == #"[0.5,["a"],1.5,["b"]]"#)
  }

  /// Encodes itself by the ways that are used by hand.
  private struct Manual: Encodable {
    enum Keys: String, CodingKey { case a, b, c, d }

    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: Keys.self)
      try members.encodeNil(forKey: .a)
      var list = members.nestedUnkeyedContainer(forKey: .b)
      try list.encode(1)
      try list.encodeNil()
      var inner = list.nestedContainer(keyedBy: Keys.self)
      try inner.encode("x", forKey: .c)
      var innermost = list.nestedUnkeyedContainer()
      try innermost.encode(list.count)
      try "super".encode(to: members.superEncoder())
      try [true].encode(to: members.superEncoder(forKey: .d))
      // A second container goes on with the first; a second value for a key replaces the first.
      var again = encoder.container(keyedBy: Keys.self)
      try again.encode(0, forKey: .a)
      _ = again.nestedContainer(keyedBy: Keys.self, forKey: .c)
    }
  }

  @Test("supports nested containers, super encoders and several containers for one value")
  func containers() throws {
    let expected = #"{"a":0,"b":[1,null,{"c":"x"},[4]],"super":"super","d":[true],"c":{}}"#
    #expect(try JSON(encoding: Manual()).description == expected)
  }

  private struct Silent: Encodable {
    func encode(to encoder: any Encoder) throws {}
  }

  @Test("refuses what encodes nothing, and what is no object where one is needed")
  func refusals() throws {
    #expect(throws: EncodingError.self) { try JSON(encoding: Silent()) }
    #expect(try JSON(encoding: [Silent()]) == [[:]])
    #expect(throws: EncodingError.self) { try JSONObject(encoding: [1]) }
    #expect(throws: EncodingError.self) { try JSONObject(encoding: "x") }
  }
}
