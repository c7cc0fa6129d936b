import StatusStreaming
import Testing

@Suite("Parsing JSON")
struct JSONParsingTests {
  @Test(
    "keeps the order of members and the digits of numbers, and nothing else of the spelling",
    arguments: [
      (
        "  { \"b\" : 1.50 , \"a\" : [ 1e5 , -0 , 12345678901234567890123 ] }\r\n",
        #"{"b":1.50,"a":[1e5,-0,12345678901234567890123]}"#
      ),
      (#"["\u00e9\/\ud83e\udd14\u0041\u2028\b\u001f"]"#, "[\"é/🤔A\u{2028}\\b\\u001f\"]"),
      ("null", "null"), (" true ", "true"), ("\t-1E+2", "-1E+2"), (#""""#, #""""#),
      ("[]", "[]"), ("{}", "{}"), ("[[],{}]", "[[],{}]"), (#"{"":{"":[]}}"#, #"{"":{"":[]}}"#),
      (#"{"a\"]}":"},{"}"#, #"{"a\"]}":"},{"}"#),
    ])
  func accepted(text: String, expected: String) throws {
    let json = try JSON(parsing: text.utf8)
    #expect(Array(json.description.utf8) == Array(expected.utf8))
    #expect(try JSON(parsing: json.description.utf8) == json)
  }

  @Test(
    "refuses whatever is not JSON, naming the byte",
    arguments: [
      ("", JSONParsingError.Code.unexpectedEnd, 0), ("[", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3), (#"{"a""#, .unexpectedEnd, 4),
      (#"{"a":"#, .unexpectedEnd, 5), (#""abc"#, .unexpectedEnd, 4), ("1.", .unexpectedEnd, 2),
      ("[1,]", .unexpectedByte(0x5D), 3), ("{,}", .unexpectedByte(0x2C), 1),
      ("[,1]", .unexpectedByte(0x2C), 1), (#"{"a":1,}"#, .unexpectedByte(0x7D), 7),
      ("[1}", .unexpectedByte(0x7D), 2), (#"{"a":1]"#, .unexpectedByte(0x5D), 6),
      ("1 2", .unexpectedByte(0x32), 2), ("01", .unexpectedByte(0x31), 1),
      ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0),
      ("NaN", .unexpectedByte(0x4E), 0), ("-Infinity", .unexpectedByte(0x49), 1),
      ("nul", .unexpectedEnd, 3), ("{1:2}", .unexpectedByte(0x31), 1),
      ("'a'", .unexpectedByte(0x27), 0), ("\u{FEFF}1", .unexpectedByte(0xEF), 0),
      ("\"\n\"", .unexpectedByte(0x0A), 1), (#""\x""#, .invalidEscape, 1),
      (#""\ud800""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
      (#""\udc00""#, .loneSurrogate, 1), (#""\u12g4""#, .invalidEscape, 1),
      (#"{"a":1,"a":2}"#, .duplicateName("a"), 7),
      (#"{"a":1,"\u0061":2}"#, .duplicateName("a"), 7),
    ])
  func refused(text: String, code: JSONParsingError.Code, offset: Int) {
    let error = #expect(throws: JSONParsingError.self) { try JSON(parsing: text.utf8) }
    #expect(error?.code == code && error?.offset == offset, "\(String(describing: error))")
  }

  @Test("says where bytes are no character", arguments: ["é", "日本", "🧠", "plain", ""])
  func notUTF8(text: String) {
    for fault in [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0xA7], [0xC0, 0x80], [0xED, 0xA0]] {
      let bytes = Array("\"\(text)".utf8) + fault.map(UInt8.init) + Array("\"".utf8)
      let error = #expect(throws: JSONParsingError.self) { try JSON(parsing: bytes) }
      #expect(error?.code == .invalidUTF8 && error?.offset == text.utf8.count + 1)
    }
  }

  @Test("refuses bytes that are not UTF-8")
  func invalidUTF8() {
    let error = #expect(throws: JSONParsingError.self) {
      try JSON(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22])
    }
    #expect(error?.code == .invalidUTF8)
  }

  @Test("takes a number's digits apart from anything else")
  func digits() {
    #expect(JSON(digits: "1.0e-5")?.description == "1.0e-5")
    for text in ["", "x", "1 ", " 1", "1,2", "true", "\"1\"", "NaN", "[1]"] {
      #expect(JSON(digits: text) == nil)
    }
  }

  @Test("gives access to what a value is")
  func content() throws {
    let json: JSON = [
      "s": "a\u{2028}\"", "n": 1.5, "i": -3, "b": true, "z": nil, "l": [1, ["x": 2]],
    ]
    #expect(json["s"]?.string == "a\u{2028}\"" && json["n"]?.double == 1.5)
    #expect(json["i"]?.int == -3 && json["b"]?.bool == true && json["z"]?.content == .null)
    #expect(json["l"]?[1]?["x"]?.content == .number("2") && json["l"]?[2] == nil)
    #expect(json["n"]?.int == nil && json["s"]?.double == nil && json["q"] == nil)
    #expect(json.depth == 3 && json["l"]?.depth == 2 && json["l"]?[0]?.depth == 0)
    guard case .object(let object) = json.content else {
      Issue.record("\(json)")
      return
    }
    #expect(object.map(\.key) == ["s", "n", "i", "b", "z", "l"])
    #expect(JSON(object) == json)
  }
}
