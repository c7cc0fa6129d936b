import StatusStreaming
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
  @Test("keep the order in which keys were first set")
  func order() {
    var map: JSONObject = ["z": "1", "a": "2", "m": "3"]
    map["a"] = "4"
    map["b"] = "5"
    map["z"] = nil
    #expect(map.map(\.key) == ["a", "m", "b"])
    #expect(map["a"] == "4")
    #expect(map["z"] == nil)
  }

  @Test("tell keys apart by their bytes")
  func canonicalEquivalence() {
    let map: JSONObject = ["\u{E9}": "composed", "e\u{301}": "decomposed"]
    #expect(map.count == 2)
    #expect(map["e\u{301}"] == "decomposed")
  }
}
