/// Decodes a terminal transcript incrementally: the frame and its lines, as the format's own
/// description has them.
///
/// It performs no input or output: feed it the bytes in chunks cut anywhere, and take the items
/// after each chunk. It accepts nothing but the format, so whatever a message tries (a line of its
/// own, an escape sequence, another part of the line) is either an error or the message's own text.
///
/// ```text
///   ┌─ Real-time Status Stream ─────────────
///   │ 🤔 [THINKING] Determining workflow path
///   │ ✅ [OK] [Step 1] ▶️  running Parsing repository sources
///   │ ✅ [OK] Roadmap: 4 steps
///   │ ⚠️ [GAP] 3 updates lost
///   │ ❌ [FAILED] agent failed
///   └───────────────────────────────────────
/// ```
///
/// The footer of a frame that was closed before its traces had ended is another one:
/// `  └─ Disconnected before the end ─────────`.
public struct TerminalDecoder: Sendable {
  /// Whether lines begin with their trace, as in `[run-1] `.
  public let labelsTraces: Bool
  /// Whether lines begin with a time, as in `+0.137s `.
  public let showsTimes: Bool
  /// The largest line, in bytes without its end; what the decoder holds is bounded by it and the
  /// chunk being read.
  public let maximumLineSize: Int

  private var input = InputBuffer()
  private var heldLine: [UInt8] = []
  private var lineNumber = 0
  private var isFrameOpen = false
  private var failure: TerminalTranscriptError?

  /// Starts a transcript; the settings are those that it was written with.
  public init(
    labelsTraces: Bool = false, showsTimes: Bool = false, maximumLineSize: Int = 1 << 24
  ) {
    self.labelsTraces = labelsTraces
    self.showsTimes = showsTimes
    self.maximumLineSize = maximumLineSize
  }

  /// Adds the transcript's next bytes, which ``next()`` then reads.
  public mutating func feed(_ chunk: [UInt8]) {
    input.append(chunk)
  }

  /// The next item of what was fed, or `nil` when more bytes are needed.
  ///
  /// - Throws: ``TerminalTranscriptError`` at a line that is not of the format, and ever after.
  public mutating func next() throws(TerminalTranscriptError) -> Item? {
    if let failure { throw failure }
    let chunk = input.bytes
    let bytes = chunk.span
    let start = input.position
    guard let end = (start..<bytes.count).first(where: { bytes[$0] == 0x0A }) else {
      input.position = bytes.count
      try hold(bytes.extracting(start...))
      return nil
    }
    input.position = end + 1
    try hold(bytes.extracting(start..<end))
    let line = heldLine
    heldLine = []
    lineNumber += 1
    return try item(of: line)
  }

  /// Ends the transcript.
  ///
  /// - Throws: ``TerminalTranscriptError`` if it ends within a line or within the frame.
  public mutating func finish() throws(TerminalTranscriptError) {
    if let failure { throw failure }
    if !heldLine.isEmpty {
      lineNumber += 1
      throw fail(.unterminatedLine, heldLine)
    }
    if isFrameOpen { throw fail(.unterminatedFrame, []) }
  }

  private mutating func hold(_ part: Span<UInt8>) throws(TerminalTranscriptError) {
    let room = maximumLineSize - heldLine.count
    heldLine.append(copying: part.extracting(first: min(part.count, room)))
    if part.count > room {
      lineNumber += 1
      throw fail(.lineTooLong, heldLine)
    }
  }

  private mutating func item(of line: [UInt8]) throws(TerminalTranscriptError) -> Item {
    if line.elementsEqual(Self.header.utf8) {
      if isFrameOpen { throw fail(.misplacedHeader, line) }
      isFrameOpen = true
      return .header
    }
    guard isFrameOpen else { throw fail(.outsideOfFrame, line) }
    for (footer, item) in Self.footers where line.elementsEqual(footer.utf8) {
      isFrameOpen = false
      return item
    }
    do {
      var parser = try TerminalLineParser(line)
      return .line(try parser.line(labelsTraces: labelsTraces, showsTimes: showsTimes))
    } catch {
      throw fail(error, line)
    }
  }

  private mutating func fail(
    _ code: TerminalTranscriptError.Code, _ line: [UInt8]
  ) -> TerminalTranscriptError {
    let error = TerminalTranscriptError(code: code, lineNumber: lineNumber, line: line)
    failure = error
    input.removeAll()
    heldLine = []
    return error
  }

  private static let header = "  ┌─ Real-time Status Stream ─────────────"
  private static let footers: [(String, Item)] = [
    ("  └───────────────────────────────────────", .footer),
    ("  └─ Disconnected before the end ─────────", .cutFooter),
  ]
}
