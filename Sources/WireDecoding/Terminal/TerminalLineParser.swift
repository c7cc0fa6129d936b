/// Reads one line of a terminal transcript from its beginning to its end.
struct TerminalLineParser {
  typealias Code = TerminalTranscriptError.Code
  typealias Line = TerminalDecoder.Line

  private var rest: Substring.UnicodeScalarView

  /// Refuses a line that is not UTF-8 or would act on a terminal, before anything of it is read.
  init(_ line: [UInt8]) throws(Code) {
    guard let text = String(validating: line, as: UTF8.self) else { throw .invalidUTF8 }
    guard !text.unicodeScalars.contains(where: \.isActive) else { throw .activeCharacter }
    rest = text.unicodeScalars[...]
  }

  mutating func line(labelsTraces: Bool, showsTimes: Bool) throws(Code) -> Line {
    guard take("  │ ") else { throw .unknownLine }
    let milliseconds = showsTimes ? try takeTime() : nil
    let trace = labelsTraces ? try takeTrace() : nil
    return Line(
      milliseconds: milliseconds, trace: trace,
      content: try takeContent(allowingCompletion: labelsTraces))
  }

  /// Takes a literal if the rest begins with it.
  private mutating func take(_ literal: String) -> Bool {
    guard rest.starts(with: literal.unicodeScalars) else { return false }
    rest.removeFirst(literal.unicodeScalars.count)
    return true
  }

  private mutating func takeNumber() throws(Code) -> Int {
    let digits = rest.prefix { $0.value >= 0x30 && $0.value <= 0x39 || $0 == "-" }
    rest.removeFirst(digits.count)
    let text = String(String.UnicodeScalarView(digits))
    guard let number = Int(text), String(number) == text else { throw .malformedNumber }
    return number
  }

  private mutating func takeTime() throws(Code) -> Int {
    guard take("+") else { throw .malformedTime }
    let seconds = try takeNumber()
    guard seconds >= 0, take(".") else { throw .malformedTime }
    let decimals = String(String.UnicodeScalarView(rest.prefix(3)))
    guard decimals.utf8.count == 3, decimals.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let thousandths = Int(decimals)
    else { throw .malformedTime }
    rest.removeFirst(3)
    guard take("s ") else { throw .malformedTime }
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow, milliseconds <= .max - 999 else { throw .malformedTime }
    return milliseconds + thousandths
  }

  /// Takes a trace, which has no spaces and so ends with the bracket before the first.
  private mutating func takeTrace() throws(Code) -> String {
    let label = rest.prefix { $0 != " " }
    guard label.count > 2, label.first == "[", label.last == "]" else { throw .missingTrace }
    rest.removeFirst(label.count)
    guard take(" ") else { throw .missingTrace }
    return String(String.UnicodeScalarView(label.dropFirst().dropLast()))
  }

  private mutating func takeContent(allowingCompletion: Bool) throws(Code) -> Line.Content {
    if take("⚠️ [GAP] ") {
      let lost = try takeNumber()
      guard lost > 0, take(" updates lost"), rest.isEmpty else { throw .malformedNumber }
      return .gap(lost: lost)
    }
    if take("❌ [FAILED]") { return .failed(message: try takeMessage()) }
    if take("⏹ [CANCELLED]") { return .cancelled(reason: try takeMessage()) }
    if allowingCompletion, take("🏁 [COMPLETE]") {
      guard rest.isEmpty else { throw .unknownContent }
      return .complete
    }
    for (label, status) in Self.statuses where take(label) {
      return .update(try takeUpdate(status))
    }
    throw .unknownContent
  }

  private mutating func takeUpdate(_ status: String) throws(Code) -> Line.Update {
    var update = Line.Update(status: status)
    if take(" [Step ") {
      update.stepID = try takeNumber()
      guard take("]") else { throw .malformedNumber }
    }
    for (label, status) in Self.stepStatuses where take(label) {
      update.stepStatus = status
      break
    }
    if take(" Roadmap: ") {
      update.roadmapCount = try takeNumber()
      guard take(" steps") else { throw .malformedNumber }
    }
    update.message = try takeMessage()
    return update
  }

  /// Takes everything that is left: nothing, or a space and the message.
  private mutating func takeMessage() throws(Code) -> String {
    if rest.isEmpty { return "" }
    guard take(" "), !rest.isEmpty else { throw .unknownContent }
    var message = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      message.append(scalar == "\\" ? try takeEscape() : scalar)
    }
    return String(message)
  }

  private mutating func takeEscape() throws(Code) -> Unicode.Scalar {
    switch rest.popFirst() {
    case "\\": return "\\"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      guard take("{") else { throw .malformedEscape }
      let digits = String(String.UnicodeScalarView(rest.prefix { $0 != "}" }))
      rest.removeFirst(digits.unicodeScalars.count)
      guard take("}"), let value = UInt32(digits, radix: 16), String(value, radix: 16) == digits,
        let scalar = Unicode.Scalar(value)
      else { throw .malformedEscape }
      return scalar
    default: throw .malformedEscape
    }
  }

  private static var statuses: [(label: String, name: String)] {
    [("🤔 [THINKING]", "thinking"), ("✅ [OK]", "ok"), ("❌ [ERROR]", "error")]
  }

  private static var stepStatuses: [(label: String, name: String)] {
    [(" ▶️  running", "running"), (" ✓ ok", "ok"), (" ✗ error", "error")]
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would do something with the character instead of showing it: controls,
  /// line and paragraph separators, and whatever changes the direction of text or is invisible.
  fileprivate var isActive: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: value != 0x200C && value != 0x200D && !(0xE0020...0xE007F).contains(value)
    default: false
    }
  }
}
