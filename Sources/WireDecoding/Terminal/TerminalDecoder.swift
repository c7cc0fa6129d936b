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

extension TerminalDecoder {
  /// One line within the frame.
  public struct Line: Sendable, Hashable {
    /// The time since the trace was opened, in milliseconds; `nil` where times are not shown.
    public var milliseconds: Int?
    /// The trace; `nil` where traces are not labelled.
    public var trace: String?
    /// What the line says.
    public var content: Content

    /// Makes a line from its parts.
    public init(milliseconds: Int? = nil, trace: String? = nil, content: Content) {
      self.milliseconds = milliseconds
      self.trace = trace
      self.content = content
    }
  }
}

extension TerminalDecoder.Line {
  /// What a line says.
  public enum Content: Sendable, Hashable {
    /// The agent published an update.
    case update(Update)
    /// This many updates were lost.
    case gap(lost: Int)
    /// The line's trace ended well; said only where traces are labelled.
    case complete
    /// The line's trace failed.
    case failed(message: String)
    /// The run of the line's trace was stopped.
    case cancelled(reason: String)
  }

  /// An update as far as a line shows it.
  public struct Update: Sendable, Hashable {
    /// `thinking`, `ok` or `error`.
    public var status: String
    /// The roadmap step.
    public var stepID: Int?
    /// `running`, `ok` or `error`.
    public var stepStatus: String?
    /// How many steps the roadmap has.
    public var roadmapCount: Int?
    /// The message with its escapes undone; empty where there is none.
    public var message: String

    /// Makes an update from its parts.
    public init(
      status: String, stepID: Int? = nil, stepStatus: String? = nil, roadmapCount: Int? = nil,
      message: String = ""
    ) {
      self.status = status
      self.stepID = stepID
      self.stepStatus = stepStatus
      self.roadmapCount = roadmapCount
      self.message = message
    }
  }
}

extension TerminalDecoder {
  /// What a transcript consists of, for a reader.
  public enum Item: Sendable, Hashable {
    /// The frame opens.
    case header
    /// A line within the frame, which is one event.
    case line(Line)
    /// The frame closes, and all traces in it have ended.
    case footer
    /// The frame closes although a trace in it has not ended: the connection was cut.
    case cutFooter
  }
}

/// A transcript that is not of the terminal format.
public struct TerminalTranscriptError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with a line.
  public enum Code: String, Error, Sendable, Hashable, CaseIterable {
    /// A header stands within the frame.
    case misplacedHeader = "a header within the frame"
    /// Something stands before the header or after the footer.
    case outsideOfFrame = "something outside of the frame"
    /// A line does not begin as lines in the frame do.
    case unknownLine = "not a line of the frame"
    /// A line has no time where it should have one, or one that is malformed.
    case malformedTime = "no time in seconds with three decimals"
    /// A line has no trace where it should have one.
    case missingTrace = "no trace in brackets"
    /// A line says nothing that the format knows.
    case unknownContent = "no status"
    /// A number is missing or is not one.
    case malformedNumber = "a malformed number"
    /// A backslash does not begin an escape that the format knows.
    case malformedEscape = "a malformed escape"
    /// A character acts on the terminal instead of standing on it.
    case activeCharacter = "a character that acts on the terminal"
    /// The bytes are not UTF-8.
    case invalidUTF8 = "bytes that are not UTF-8"
    /// A line is longer than allowed.
    case lineTooLong = "a line that is too long"
    /// The transcript ends within a line.
    case unterminatedLine = "a line without its end"
    /// The transcript ends within the frame.
    case unterminatedFrame = "a frame without its footer"
  }

  /// What is wrong.
  public let code: Code
  /// The line, counted from 1; the last one if the transcript ended too early.
  public let lineNumber: Int
  /// The line's bytes, as far as they were read.
  public let line: [UInt8]

  /// Names the line and what is wrong with it.
  public var description: String {
    let shown = String(repairing: line.span).prefix(60).debugDescription
    return "line \(lineNumber) has \(code.rawValue): \(shown)"
  }
}
