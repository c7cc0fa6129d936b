import Foundation
import StatusStreaming
import Testing

@Suite("Answers with any JSON in them")
struct FinalAnswerReferenceTests {
  private static func nested(_ levels: Int, _ wrap: (JSON) -> JSON, around value: JSON) -> JSON {
    (0..<levels).reduce(value) { value, _ in wrap(value) }
  }

  /// What the lines of `final-answers.jsonl` were made of, in their order.
  private static let answers: [FinalAnswer] = [
    FinalAnswer(text: "plain"),
    FinalAnswer(
      text: "scalars", route: "bug",
      metadata: ["files": 3, "ok": true, "not": false, "none": nil, "name": "x"]),
    FinalAnswer(
      text: "nested", artifacts: ["files": 3, "ok": true, "tags": ["a", nil]],
      metadata: [
        "z": ["y": ["x": []], "a": [:]], "a": [[], [[]], ["b": [[:]]]],
      ]),
    FinalAnswer(
      text: "order", metadata: ["zeta": 1, "alpha": 2, "10": 3, "9": 4, "Alpha": 5]),
    FinalAnswer(
      text: "integers",
      metadata: [
        "zero": 0, "minus": -1, "int64": JSON(Int64.max), "least": JSON(Int64.min),
        "uint64": JSON(UInt64.max), "int128": JSON(Int128.max),
        "google": JSON(digits: "1" + String(repeating: "0", count: 100)) ?? nil,
      ]),
    FinalAnswer(
      text: "floats",
      metadata: [
        "one": 1.0, "third": JSON(1.0 / 3), "tenth": 0.1, "minus zero": -0.0, "large": 1e16,
        "largest fixed": 9007199254740993.0, "small": 1e-05, "smaller": 1e-06,
        "max": 1.7976931348623157e308, "least": JSON(Double.leastNonzeroMagnitude),
        "whole": 123456789.0,
      ]),
    FinalAnswer(
      text: "not finite",
      metadata: [
        "nan": JSON(Double.nan), "inf": JSON(Double.infinity), "minus": JSON(-Double.infinity),
        "in": [JSON(Double.nan)],
      ]),
    FinalAnswer(
      text: "escapes",
      artifacts: [
        "quote \" backslash \\ slash /": "\u{8}\t\n\u{C}\r\0\u{1F}\u{7F}"
      ], metadata: ["lines\r\n": "\u{85}\u{2028}\u{2029}"]),
    FinalAnswer(
      text: "unicode", artifacts: ["é": "e\u{301}", "解析": "👩‍🚀", "": ""],
      metadata: [
        "bom": "\u{FEFF}", "last": "\u{10FFFF}", "private": "\u{E000}\u{FFFD}\u{FFFF}",
      ]),
    FinalAnswer(text: "equal keys", metadata: ["é": 1, "e\u{301}": 2]),
    FinalAnswer(
      text: "not strings", metadata: ["s": "1", "t": "true", "n": "null", "x": "[1]"]),
    FinalAnswer(
      text: "deep", artifacts: ["lists": nested(118, { [$0] }, around: 1)],
      metadata: ["dicts": nested(118, { ["k": $0] }, around: [:])]),
  ]

  @Test("are written with the bytes that pydantic writes")
  func reference() throws {
    let lines = try fixture("Reference/final-answers.jsonl").split(separator: 0x0A)
    #expect(lines.count == Self.answers.count)
    for (line, answer) in zip(lines, Self.answers) {
      var bytes: [UInt8] = []
      answer.appendJSON(to: &bytes, profile: .reference)
      #expect(bytes.elementsEqual(line), "\(String(decoding: bytes, as: UTF8.self))")
      // An answer around what is as deep as allowed is deeper.
      if answer.text == "deep" { continue }
      let parsed = try JSON(parsing: line)
      #expect(parsed["artifacts"] == JSON(answer.artifacts))
      #expect(parsed["metadata"] == JSON(answer.metadata))
    }
  }

  @Test("write a double as pydantic does, in 2,500 cases")
  func doubles() throws {
    let lines = try fixture("Reference/doubles.tsv").split(separator: 0x0A)
    #expect(lines.count == 2_500)
    var wrong: [String] = []
    for line in lines {
      let fields = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
      let bits = try #require(UInt64(fields[0], radix: 16))
      let value = Double(bitPattern: bits)
      let text = JSON(value).description
      if text != fields[1] { wrong.append("\(text) for \(fields[1])") }
      #expect(JSON(value).double == value && JSON(digits: fields[1])?.double == value)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test("are decoded by Foundation, but for order and digits, which a decoder does not tell")
  func foundation() throws {
    // Foundation takes keys that are canonically equivalent for equal ones.
    for answer in Self.answers where answer.text != "equal keys" {
      var bytes: [UInt8] = []
      answer.appendJSON(to: &bytes)
      let decoded = try JSONDecoder().decode(FinalAnswer.self, from: Data(bytes))
      #expect(decoded.artifacts.count == answer.artifacts.count)
      let keys = answer.metadata.map { Array($0.key.utf8) }.sorted {
        $0.lexicographicallyPrecedes($1)
      }
      #expect(decoded.metadata.map { Array($0.key.utf8) } == keys)
      let byFoundation = try JSONEncoder().encode(decoded)
      #expect(try JSONDecoder().decode(FinalAnswer.self, from: byFoundation) == decoded)
    }
    let scalars = #"{"text":"","metadata":{"b":[1,-2.5,true,null,"x",{"k":18446744073709551615}]}}"#
    let answer = try JSONDecoder().decode(FinalAnswer.self, from: Data(scalars.utf8))
    #expect(answer.metadata == ["b": [1, -2.5, true, nil, "x", ["k": JSON(UInt64.max)]]])
    for wrong in ["[]", "3", "\"\"", "true"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(
          FinalAnswer.self, from: Data(#"{"text":"","artifacts":\#(wrong)}"#.utf8))
      }
    }
  }
}
