import Testing
import WireDecoding

@Suite("Terminal decoder")
struct TerminalDecoderTests {
  private typealias Update = TerminalDecoder.Line.Update

  private static let header = "  ┌─ Real-time Status Stream ─────────────\n"
  private static let footer = "  └───────────────────────────────────────\n"

  private func content(of line: String) -> TerminalDecoder.Line.Content? {
    let run = TerminalRun(Array((Self.header + "  │ " + line + "\n" + Self.footer).utf8))
    #expect(run.error == nil, "\(run.error?.description ?? "")")
    guard run.items.count == 3, case .line(let line) = run.items[1] else { return nil }
    return line.content
  }

  @Test("reads every part of a line")
  func lines() {
    #expect(
      content(of: "🤔 [THINKING] a  b ") == .update(Update(status: "thinking", message: "a  b ")))
    #expect(content(of: "✅ [OK]") == .update(Update(status: "ok")))
    #expect(
      content(of: "✅ [OK] [Step -9] ▶️  running Parsing")
        == .update(Update(status: "ok", stepID: -9, stepStatus: "running", message: "Parsing")))
    #expect(
      content(of: "❌ [ERROR] [Step 1] ✗ error")
        == .update(Update(status: "error", stepID: 1, stepStatus: "error")))
    #expect(
      content(of: "✅ [OK] ✓ ok Roadmap: 0 steps x")
        == .update(Update(status: "ok", stepStatus: "ok", roadmapCount: 0, message: "x")))
    #expect(content(of: "⚠️ [GAP] 12 updates lost") == .gap(lost: 12))
    #expect(content(of: "❌ [FAILED] no") == .failed(message: "no"))
    #expect(content(of: "❌ [FAILED]") == .failed(message: ""))
    #expect(content(of: "⏹ [CANCELLED] no more") == .cancelled(reason: "no more"))
    #expect(content(of: "⏹ [CANCELLED]") == .cancelled(reason: ""))
  }

  @Test("undoes escapes")
  func escapes() {
    #expect(
      content(of: #"❌ [FAILED] \\n\n\r\t\u{1b}\u{202e}\u{5b}Step 1] \u{1f914}"#)
        == .failed(message: "\\n\n\r\t\u{1B}\u{202E}[Step 1] 🤔"))
  }

  @Test(
    "refuses a line that is not of the format, naming it",
    arguments: [
      ("  | x", TerminalTranscriptError.Code.unknownLine), ("", .unknownLine),
      ("  │ x", .unknownContent), ("  │ [OK] x", .unknownContent), ("  │ ✅ [OK]x", .unknownContent),
      ("  │ ✅ [OK] ", .unknownContent), ("  │ 🏁 [COMPLETE]", .unknownContent),
      ("  │ ⚠️ [GAP] 0 updates lost", .malformedNumber),
      ("  │ ⚠️ [GAP] 007 updates lost", .malformedNumber),
      ("  │ ⚠️ [GAP] 7 updates lost!", .malformedNumber),
      ("  │ ✅ [OK] [Step x]", .malformedNumber), ("  │ ✅ [OK] [Step 1", .malformedNumber),
      ("  │ ✅ [OK] [Step 99999999999999999999]", .malformedNumber),
      ("  │ ✅ [OK] Roadmap: four steps", .malformedNumber),
      ("  │ ✅ [OK] \\", .malformedEscape), ("  │ ✅ [OK] \\x", .malformedEscape),
      ("  │ ✅ [OK] \\u{}", .malformedEscape), ("  │ ✅ [OK] \\u{1b", .malformedEscape),
      ("  │ ✅ [OK] \\u{1B}", .malformedEscape), ("  │ ✅ [OK] \\u{d800}", .malformedEscape),
      ("  │ ✅ [OK] \\u{110000}", .malformedEscape), ("  │ ✅ [OK] \\u{01b}", .malformedEscape),
      ("  │ ✅ [OK] \u{1B}[2J", .activeCharacter), ("  │ ✅ [OK] a\rb", .activeCharacter),
      ("  │ ✅ [OK] \u{9B}", .activeCharacter), ("  │ ✅ [OK] \u{7F}", .activeCharacter),
      ("  │ ✅ [OK] \u{2028}", .activeCharacter), ("  │ ✅ [OK] \u{202E}", .activeCharacter),
      ("  │ ✅ [OK] \u{2067}", .activeCharacter), ("  │ ✅ [OK] \u{FEFF}", .activeCharacter),
      ("  ┌─ Real-time Status Stream ─────────────", .misplacedHeader),
    ])
  func refusedLine(line: String, code: TerminalTranscriptError.Code) {
    let run = TerminalRun(Array((Self.header + line + "\n" + Self.footer).utf8))
    #expect(run.items == [.header])
    #expect(run.error?.code == code)
    #expect(run.error?.lineNumber == 2)
    #expect(run.error?.line == Array(line.utf8))
  }

  @Test("tells a frame that was cut from one that ended, whichever line comes before")
  func footers() {
    let cut = "  └─ Disconnected before the end ─────────\n"
    for lines in ["", "  │ ✅ [OK] x\n"] {
      let ended = TerminalRun(Array((Self.header + lines + Self.footer).utf8))
      #expect(ended.items.last == .footer && ended.error == nil)
      let run = TerminalRun(Array((Self.header + lines + cut).utf8))
      #expect(run.items.last == .cutFooter && run.error == nil)
      let both = TerminalRun(Array((Self.header + lines + cut + Self.footer).utf8))
      #expect(both.error?.code == .outsideOfFrame)
    }
  }

  @Test("refuses bytes that are not UTF-8")
  func invalidUTF8() {
    let line = Array("  │ ✅ [OK] ".utf8) + [0xC0, 0x80, 0x0A]
    #expect(TerminalRun(Array(Self.header.utf8) + line).error?.code == .invalidUTF8)
  }

  @Test("refuses what stands outside of the frame")
  func outside() {
    for text in ["x\n", "  │ ✅ [OK]\n", Self.footer, Self.header + Self.footer + "\n"] {
      #expect(TerminalRun(Array(text.utf8)).error?.code == .outsideOfFrame)
    }
    #expect(TerminalRun(Array((Self.header + Self.footer).utf8)).error == nil)
    #expect(TerminalRun([]).error == nil)
  }

  @Test("notices a transcript that ends too early, wherever it is cut")
  func cutOff() {
    let text = Array((Self.header + "  │ ✅ [OK] x\n" + Self.footer).utf8)
    for count in 1..<text.count {
      let code = TerminalRun(Array(text[..<count])).error?.code
      let expected: TerminalTranscriptError.Code =
        text[count - 1] == 0x0A ? .unterminatedFrame : .unterminatedLine
      #expect(code == expected)
    }
  }

  @Test("gives one result however the bytes are cut, errors included")
  func chunking() {
    var generator = SeededGenerator(seed: 3)
    let lines = ["  │ ✅ [OK] x\n", "  │ ⚠️ [GAP] 1 updates lost\n", "  │ 🤔 [THINKING] é 🤔\n"]
    for number in 0..<300 {
      var bytes = Array((Self.header + lines.joined() + Self.footer).utf8)
      if number > 0 { bytes = HostileBytes.damaged(bytes, using: &generator) }
      let whole = TerminalRun(bytes)
      #expect(TerminalRun(bytes, .bytes) == whole)
      #expect(TerminalRun(bytes, .random(count: bytes.count, using: &generator)) == whole)
    }
  }

  @Test("bounds the line that it holds")
  func limit() {
    let line = "  │ ✅ [OK] 12345"
    let bytes = Array((Self.header + line + "\n" + Self.footer).utf8)
    let longest = Self.footer.utf8.count - 1
    let fitting = TerminalDecoder(maximumLineSize: longest)
    #expect(TerminalRun(bytes, decoder: fitting).error == nil)
    let tight = TerminalDecoder(maximumLineSize: longest - 1)
    let whole = TerminalRun(bytes, decoder: tight)
    #expect(whole.error?.code == .lineTooLong)
    #expect(whole.error?.line.count == longest - 1)
    #expect(whole.error?.lineNumber == 3)
    #expect(TerminalRun(bytes, .bytes, decoder: tight) == whole)
  }

  @Test("reads labels and times where there are any, and misses them where there are none")
  func prefixes() {
    let decoder = TerminalDecoder(labelsTraces: true, showsTimes: true)
    let transcript = { (line: String) in
      TerminalRun(Array((Self.header + line + "\n" + Self.footer).utf8), decoder: decoder)
    }
    let run = transcript("  │ +61.050s [a]b] 🏁 [COMPLETE]")
    #expect(
      run.items[1]
        == .line(TerminalDecoder.Line(milliseconds: 61_050, trace: "a]b", content: .complete)))
    for line in [
      "  │ [a] ✅ [OK]", "  │ 1.000s [a] ✅ [OK]", "  │ +1.00s [a] ✅ [OK]",
      "  │ +9223372036854775.999s [a] ✅ [OK]", "  │ +9223372036854776.000s [a] ✅ [OK]",
      "  │ +1.0000s [a] ✅ [OK]", "  │ +-1.000s [a] ✅ [OK]", "  │ +1.000 [a] ✅ [OK]",
    ] {
      let code = transcript(line).error?.code
      #expect(code == .malformedTime || code == .malformedNumber, "\(line)")
    }
    for line in ["  │ +1.000s ✅ [OK]", "  │ +1.000s [] ✅ [OK]", "  │ +1.000s [a b] ✅ [OK]"] {
      #expect(transcript(line).error?.code == .missingTrace, "\(line)")
    }
  }
}
