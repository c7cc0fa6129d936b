import StatusStreaming
import Testing

@Suite("Terminal encoder")
struct TerminalEncoderTests {
  private static let header = "  ┌─ Real-time Status Stream ─────────────\n"
  private static let footer = "  └───────────────────────────────────────\n"

  private static let cutFooter = "  └─ Disconnected before the end ─────────\n"

  private func line(_ payload: StreamEvent.Payload) throws -> String {
    var encoder = TerminalEncoder()
    let text = try encoder.text(of: .event(1, payload))
    #expect(text.utf8.starts(with: Self.header.utf8))
    return String(text.utf8.dropFirst(Self.header.utf8.count)) ?? ""
  }

  @Test(
    "writes one line per update",
    arguments: [
      (StatusUpdate.thinking("Determining"), "  │ 🤔 [THINKING] Determining\n"),
      (.step(1, .running, "Parsing"), "  │ ✅ [OK] [Step 1] ▶️  running Parsing\n"),
      (.step(99, .ok, "Done!"), "  │ ✅ [OK] [Step 99] ✓ ok Done!\n"),
      (.step(2, .error, "Broken"), "  │ ❌ [ERROR] [Step 2] ✗ error Broken\n"),
      (.error("Budget"), "  │ ❌ [ERROR] Budget\n"),
      (StatusUpdate(status: .ok), "  │ ✅ [OK]\n"),
      (StatusUpdate(status: .ok, message: ""), "  │ ✅ [OK]\n"),
      (StatusUpdate(status: .ok, roadmapStepID: -3), "  │ ✅ [OK] [Step -3]\n"),
      (StatusUpdate(status: .ok, roadmapStepStatus: .ok), "  │ ✅ [OK] ✓ ok\n"),
      (
        .roadmap([RoadmapStep(id: 1, name: "a", description: "b")]),
        "  │ ✅ [OK] Roadmap: 1 steps\n"
      ),
      (.roadmap([], message: "none"), "  │ ✅ [OK] Roadmap: 0 steps none\n"),
    ])
  func updates(update: StatusUpdate, expected: String) throws {
    #expect(try line(.update(update)).utf8.elementsEqual(expected.utf8))
  }

  @Test(
    "makes what acts on a terminal visible and inert",
    arguments: [
      ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("\t", "\\t"), ("\u{1B}[2J", "\\u{1b}[2J"),
      ("\u{8}\u{7F}\0", "\\u{8}\\u{7f}\\u{0}"), ("\u{9B}31m", "\\u{9b}31m"),
      ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
      ("\u{202E}evil\u{2066}", "\\u{202e}evil\\u{2066}"), ("\u{200F}", "\\u{200f}"),
      ("\u{FEFF}\u{AD}", "\\u{feff}\\u{ad}"), ("C:\\n", "C:\\\\n"), ("\\u{1b}", "\\\\u{1b}"),
      ("👩‍🚀 é 日本", "👩‍🚀 é 日本"), ("x  ", "x  "),
    ])
  func hostileText(message: String, shown: String) throws {
    let update = try line(.update(.thinking(message)))
    #expect(update.utf8.elementsEqual("  │ 🤔 [THINKING] \(shown)\n".utf8))
    let failure = try line(.failed(message: message))
    #expect(failure.utf8.starts(with: "  │ ❌ [FAILED] \(shown)\n".utf8))
    let cancellation = try line(.cancelled(reason: message))
    #expect(cancellation.utf8.elementsEqual("  │ ⏹ [CANCELLED] \(shown)\n\(Self.footer)".utf8))
  }

  @Test(
    "keeps a message from reading like another part of the line",
    arguments: [
      ("[Step 1] ✓ ok Done!", "\\u{5b}Step 1] ✓ ok Done!"),
      ("✓ ok", "\\u{2713} ok"), ("✗ error", "\\u{2717} error"),
      ("▶️  running", "\\u{25b6}\u{FE0F}  running"), ("Roadmap: 4 steps", "\\u{52}oadmap: 4 steps"),
      ("[Stop", "[Stop"), ("a [Step 1]", "a [Step 1]"),
    ])
  func forgedParts(message: String, shown: String) throws {
    let text = try line(.update(StatusUpdate(status: .ok, message: message)))
    #expect(text.utf8.elementsEqual("  │ ✅ [OK] \(shown)\n".utf8))
  }

  @Test("opens the frame once and closes it with the terminal event")
  func frame() throws {
    var encoder = TerminalEncoder()
    let text = try encoder.text(
      of: .update(1, "a"), .event(4, .gap(lost: 3)), .complete(5), closing: true)
    let expected =
      Self.header + "  │ 🤔 [THINKING] a\n" + "  │ ⚠️ [GAP] 3 updates lost\n" + Self.footer
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test("shows an empty run as an empty frame, and nothing at all as nothing")
  func emptyRun() throws {
    var encoder = TerminalEncoder()
    #expect(try encoder.text(of: .complete(1)) == Self.header + Self.footer)
    var untouched = TerminalEncoder()
    #expect(try untouched.text(closing: true).isEmpty)
  }

  @Test("closes the frame of a run that was cut off, visibly")
  func cutOff() throws {
    var encoder = TerminalEncoder()
    let text = try encoder.text(of: .update(1, "a"), closing: true)
    #expect(text == Self.header + "  │ 🤔 [THINKING] a\n" + Self.cutFooter)
    var second = TerminalEncoder(labelsTraces: true)
    let labelled = try second.text(
      of: .update(1, "x", of: "a"), .update(1, "y", of: "b"), .complete(2, of: "a"), closing: true)
    #expect(labelled.hasSuffix("  │ [a] 🏁 [COMPLETE]\n" + Self.cutFooter))
  }

  @Test("says that a run was cancelled, and why")
  func cancelled() throws {
    var encoder = TerminalEncoder()
    let text = try encoder.text(
      of: .update(1, "a"), .event(2, .cancelled(reason: "")), closing: true)
    let expected = Self.header + "  │ 🤔 [THINKING] a\n  │ ⏹ [CANCELLED]\n" + Self.footer
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test("labels the lines of several traces and stays open between them")
  func severalTraces() throws {
    var encoder = TerminalEncoder(labelsTraces: true)
    let text = try encoder.text(
      of: .update(1, "x", of: "a"), .update(1, "y", of: "b"), .complete(2, of: "a"),
      .event(2, .failed(message: "no"), of: "b"), closing: true)
    let expected =
      Self.header + "  │ [a] 🤔 [THINKING] x\n" + "  │ [b] 🤔 [THINKING] y\n"
      + "  │ [a] 🏁 [COMPLETE]\n" + "  │ [b] ❌ [FAILED] no\n" + Self.footer
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test(
    "shows times cut to milliseconds",
    arguments: [
      (Duration.zero, "+0.000s"), (.nanoseconds(1_999_999), "+0.001s"),
      (.milliseconds(61_050), "+61.050s"), (.seconds(86_400), "+86400.000s"),
    ])
  func times(time: Duration, shown: String) throws {
    var encoder = TerminalEncoder(showsTimes: true)
    let text = try encoder.text(of: .event(1, .update(.thinking("x")), at: time))
    #expect(text.utf8.elementsEqual((Self.header + "  │ \(shown) 🤔 [THINKING] x\n").utf8))
  }
}
