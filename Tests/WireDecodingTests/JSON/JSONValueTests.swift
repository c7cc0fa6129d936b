import Testing
import WireDecoding

private typealias JSON = WireDecoding.JSONValue

@Suite("JSON values")
struct JSONValueTests {
  @Test("keep the order of members and the spelling of numbers")
  func order() throws {
    let text = #" {"b": [1, -0.50, 1E+2, 1e-05, 2e7, null], "a": {"z": true, "y": false}, "": ""} "#
    let value = try JSON(parsing: Array(text.utf8))
    guard case .object(let members) = value else {
      Issue.record("\(value)")
      return
    }
    #expect(members.map(\.name) == ["b", "a", ""])
    guard case .array(let elements) = members[0].value else {
      Issue.record("\(members[0])")
      return
    }
    let numbers = elements.compactMap { if case .number(let number) = $0 { number } else { nil } }
    #expect(numbers.map(\.text) == ["1", "-0.50", "1E+2", "1e-05", "2e7"])
    #expect(numbers.map(\.integer) == [1, nil, nil, nil, nil])
    #expect(elements.last == .null)
    #expect(
      members[1].value
        == .object([.init(name: "z", value: .bool(true)), .init(name: "y", value: .bool(false))]))
    #expect(members[2].value == .string(""))
  }

  @Test("resolve every escape")
  func escapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0000\u00e9\u00E9\uD83D\uDC69é👩\u2028""#
    let expected = "\"\\/\u{8}\u{C}\n\r\t\0éé👩é👩\u{2028}"
    #expect(try JSON(parsing: Array(text.utf8)) == .string(expected))
  }

  @Test("differ where strings are only canonically equivalent")
  func bytes() throws {
    let (composed, decomposed) = (#"{"\u00e9":"\u00e9"}"#, #"{"e\u0301":"e\u0301"}"#)
    #expect(
      try JSON(parsing: Array(composed.utf8)) != JSON(parsing: Array(decomposed.utf8)))
    let both = try JSON(parsing: Array(#"{"\u00e9":1,"e\u0301":2}"#.utf8))
    guard case .object(let members) = both else {
      Issue.record("\(both)")
      return
    }
    #expect(members.count == 2)
    #expect(members[0] != .init(name: "e\u{301}", value: members[0].value))
  }

  @Test(
    "refuse what RFC 8259 does not allow, and say where",
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
      ("\"\\u12", .unexpectedEnd, 5), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2),
      ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3), ("tru", .unexpectedEnd, 3),
      ("1 2", .unexpectedByte(0x32), 2), ("[1,]", .unexpectedByte(0x5D), 3),
      ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("{,}", .unexpectedByte(0x2C), 1),
      ("[1 2]", .unexpectedByte(0x32), 3), ("{a:1}", .unexpectedByte(0x61), 1),
      ("{\"a\" 1}", .unexpectedByte(0x31), 5), ("{1:1}", .unexpectedByte(0x31), 1),
      ("01", .unexpectedByte(0x31), 1), ("-01", .unexpectedByte(0x31), 2),
      ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0),
      ("1.e3", .unexpectedByte(0x65), 2), ("0x1", .unexpectedByte(0x78), 1),
      ("NaN", .unexpectedByte(0x4E), 0), ("trve", .unexpectedByte(0x76), 2),
      ("True", .unexpectedByte(0x54), 0), ("'a'", .unexpectedByte(0x27), 0),
      ("[]]", .unexpectedByte(0x5D), 2), ("[}", .unexpectedByte(0x7D), 1),
      ("\u{B}1", .unexpectedByte(0x0B), 0), ("1\u{A0}", .unexpectedByte(0xC2), 1),
      ("/**/1", .unexpectedByte(0x2F), 0), ("\u{FEFF}1", .byteOrderMark, 0),
      ("\"\n\"", .unescapedControl(0x0A), 1), ("\"\u{1F}\"", .unescapedControl(0x1F), 1),
      ("\"\\x\"", .invalidEscape, 1), ("\"\\u00g0\"", .invalidEscape, 1),
      ("\"\\U0041\"", .invalidEscape, 1), ("\"a\\ud800\"", .loneSurrogate, 2),
      ("\"\\udc00\"", .loneSurrogate, 1), ("\"\\ud800\\ud800\"", .loneSurrogate, 1),
      ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("\"\\ud800x\"", .loneSurrogate, 1),
      ("\"\\ud800\\n\"", .loneSurrogate, 1), ("\"\\udc00\\udc00\"", .loneSurrogate, 1),
      ("\"\\ud800\\ue000\"", .loneSurrogate, 1),
      (#"{"a":1,"b":2,"\u0061":3}"#, .duplicateName("a"), 13),
    ] as [(String, JSONSyntaxError.Code, Int)])
  func refusal(text: String, code: JSONSyntaxError.Code, offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array(text.utf8)) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test(
    "refuse what is not UTF-8",
    arguments: [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 2),
      ([0x22, 0xE2, 0x82], 3),
    ] as [([UInt8], Int)])
  func invalidUTF8(bytes: [UInt8], offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: bytes) }
    #expect(error?.code == .invalidUTF8)
    #expect(error?.offset == offset)
  }

  @Test("refuse to nest deeper than the limit, however deep the text")
  func depth() throws {
    let brackets = { Array(repeatElement(UInt8(ascii: $0), count: $1)) }
    _ = try JSON(parsing: brackets("[", 128) + brackets("]", 128))
    let siblings = Array("[[],[],{\"a\":{}}]".utf8)
    _ = try JSON(parsing: siblings, maximumDepth: 3)
    for depth in [129, 1_000_000] {
      let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: brackets("[", depth)) }
      #expect(error?.code == .tooDeep(limit: 128))
      #expect(error?.offset == 128)
    }
  }

  @Test("read integers only within their range")
  func integers() throws {
    let cases: [(String, Int?)] = [
      ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil),
    ]
    for (text, integer) in cases {
      guard case .number(let number) = try JSON(parsing: Array(text.utf8)) else {
        Issue.record("\(text)")
        continue
      }
      #expect(number.integer == integer, "\(text)")
    }
  }

  @Test("survive damage: a value or an error within the text", arguments: 0..<200 as Range<UInt64>)
  func hostile(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = #"{"a":[1.5e3,"\ud83d\udc69\u00e9é",{"b":null}],"c":{"d":true,"e":""}}"#
    for _ in 0..<50 {
      let bytes = HostileBytes.damaged(Array(text.utf8), using: &generator)
      do {
        let value = try JSON(parsing: bytes)
        #expect(try JSON(parsing: bytes + [0x20]) == value)
      } catch {
        #expect((0...bytes.count).contains(error.offset))
      }
    }
  }
}
