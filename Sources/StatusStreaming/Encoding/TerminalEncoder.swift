/// Encodes traces as lines for a person at a terminal, in a frame that opens with the first event.
///
/// One event is one line, whatever its texts contain: what could move the cursor, colour the screen
/// or forge a line is written as a visible escape, and so is the beginning of a message that would
/// read like another part of the line. Escapes are reversible: a backslash is doubled.
///
/// A frame that is closed although a trace in it has not ended says so in its footer.
public struct TerminalEncoder: StatusEncoder {
  private static let header = "  ┌─ Real-time Status Stream ─────────────\n"
  private static let footer = "  └───────────────────────────────────────\n"
  private static let cutFooter = "  └─ Disconnected before the end ─────────\n"

  /// Whether lines begin with their trace, as they have to if there are several.
  public let labelsTraces: Bool
  /// Whether lines begin with the time since the trace was opened, in seconds.
  public let showsTimes: Bool
  /// The largest line in bytes; an event with a longer one is refused.
  public let maximumLineSize: Int

  private var connection = ConnectionState()
  private var isFrameOpen = false
  /// The traces in the frame that have not ended, if there may be several.
  private var openTraces: Set<TraceID> = []

  /// Starts on a terminal to which nothing of the frame has been written.
  ///
  /// - Parameters:
  ///   - labelsTraces: whether to name each line's trace, which makes room for several: the frame
  ///     then stays open when a trace ends.
  ///   - showsTimes: whether to show when each event was appended.
  ///   - maximumLineSize: the largest line in bytes.
  public init(
    labelsTraces: Bool = false, showsTimes: Bool = false, maximumLineSize: Int = .max
  ) {
    self.labelsTraces = labelsTraces
    self.showsTimes = showsTimes
    self.maximumLineSize = maximumLineSize
  }

  /// Appends the event's line, after the header if it is the first event, and before the footer if
  /// it ends the only trace.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    if labelsTraces { try event.checkNumbers() } else { try connection.check(event) }
    let lineStart = bytes.count
    appendLine(event, to: &bytes)
    try bytes.limit(event, from: lineStart, to: maximumLineSize)
    if !isFrameOpen {
      bytes.insert(contentsOf: Self.header.utf8, at: lineStart)
      isFrameOpen = true
    }
    note(event, closingFrameIn: &bytes)
  }

  private mutating func note(
    _ event: borrowing StreamEvent, closingFrameIn bytes: inout [UInt8]
  ) {
    if !labelsTraces {
      connection.note(event)
      if event.payload.isTerminal { closeFrame(&bytes) }
    } else if event.payload.isTerminal {
      openTraces.remove(event.trace)
    } else {
      openTraces.insert(event.trace)
    }
  }

  /// Appends nothing: a person sees that the terminal is there.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {}

  /// Appends the footer if the frame is open, another one if a trace in it has not ended.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    closeFrame(&bytes)
    connection.end()
  }

  private mutating func closeFrame(_ bytes: inout [UInt8]) {
    guard isFrameOpen else { return }
    let hasEnded = labelsTraces ? openTraces.isEmpty : connection.isEnded
    bytes.append(contentsOf: (hasEnded ? Self.footer : Self.cutFooter).utf8)
    isFrameOpen = false
  }
}

extension TerminalEncoder: SharingEncoder {
  /// What lines begin with.
  public var sharedFormat: SharedFormat? {
    SharedFormat(Self.self, options: (labelsTraces ? 1 : 0) + (showsTimes ? 2 : 0))
  }

  /// Appends the event's line.
  public func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    appendLine(event, to: &bytes)
  }

  /// Appends the header before the first line, the footer after the last.
  public mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError) {
    if labelsTraces { try event.checkNumbers() } else { try connection.check(event) }
    try prefix.limit(event, from: prefix.count, beside: sharedSize, to: maximumLineSize)
    if !isFrameOpen {
      prefix.append(contentsOf: Self.header.utf8)
      isFrameOpen = true
    }
    note(event, closingFrameIn: &suffix)
  }
}

extension TerminalEncoder {
  /// Appends the line of an event; none for the completion of the only trace, which the footer shows.
  func appendLine(_ event: borrowing StreamEvent, to bytes: inout [UInt8]) {
    if case .update(let update) = event.payload, !showsTimes, !labelsTraces,
      appendUsualLine(update, to: &bytes)
    {
      return
    }
    if !labelsTraces, case .complete = event.payload { return }
    bytes.append("  │ ")
    if showsTimes {
      bytes.append(seconds: event.time)
      bytes.append(UInt8(ascii: " "))
    }
    if labelsTraces {
      bytes.append(UInt8(ascii: "["))
      bytes.append(contentsOf: event.trace.rawValue.utf8)
      bytes.append("] ")
    }
    switch event.payload {
    case .update(let update):
      append(update, to: &bytes)
    case .gap(let lost):
      bytes.append("⚠️ [GAP] ")
      bytes.append(decimal: lost)
      bytes.append(" updates lost")
    case .complete:
      bytes.append("🏁 [COMPLETE]")
    case .failed(let message):
      bytes.append("❌ [FAILED]")
      append(message: message, to: &bytes)
    case .cancelled(let reason):
      bytes.append("⏹ [CANCELLED]")
      append(message: reason, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends the line of an update without a roadmap whose message is shown as it is, in one go: most of
  /// what a small append costs is looking for room and for other owners of the array.
  ///
  /// - Returns: whether the update is of that kind; if not, nothing was appended.
  private func appendUsualLine(_ update: StatusUpdate, to bytes: inout [UInt8]) -> Bool {
    guard case .none = update.roadmap, update.roadmapStepID ?? 0 >= 0,
      let message = update.message, !message.isEmpty
    else { return false }
    let isUsual: Bool? = unsafe message.utf8.withContiguousStorageIfAvailable { text in
      if unsafe Self.mayReadLikeOtherParts(text[0]) { return false }
      var isUsual = true
      bytes.append(addingCapacity: Self.usualSize + text.count) { output in
        output.append("  │ ")
        update.status.appendLabel(to: &output)
        if let id = update.roadmapStepID {
          output.append(" [Step ")
          output.append(decimal: id)
          output.append("]")
        }
        update.roadmapStepStatus?.appendLabel(to: &output)
        output.append(" ")
        isUsual = unsafe output.append(visible: text)
        guard isUsual else { return output.removeAll() }
        output.append("\n")
      }
      return isUsual
    }
    return isUsual ?? false
  }

  /// The most bytes that such a line takes besides its message: 66 with the longest labels and a step's
  /// number of 19 digits, and seven for what is written ahead.
  private static var usualSize: Int { 73 }

  private func append(_ update: StatusUpdate, to bytes: inout [UInt8]) {
    bytes.append(update.status.label)
    if let id = update.roadmapStepID {
      bytes.append(" [Step ")
      bytes.append(json: id)
      bytes.append(UInt8(ascii: "]"))
    }
    if let status = update.roadmapStepStatus { bytes.append(status.label) }
    if let roadmap = update.roadmap {
      bytes.append(" Roadmap: ")
      bytes.append(decimal: roadmap.count)
      bytes.append(" steps")
    }
    if let message = update.message { append(message: message, to: &bytes) }
  }

  private func append(message: String, to bytes: inout [UInt8]) {
    guard !message.isEmpty else { return }
    bytes.append(UInt8(ascii: " "))
    bytes.append(visible: message, readsLike: Self.otherParts)
  }

  /// How the parts of a line begin that stand where a message could.
  private static var otherParts: [String] { ["[Step ", "▶️ ", "✓ ", "✗ ", "Roadmap: "] }

  /// Whether one of them begins with a character of ASCII, or with any other.
  private static func mayReadLikeOtherParts(_ first: UInt8) -> Bool {
    first == UInt8(ascii: "[") || first == UInt8(ascii: "R") || first >= 0x80
  }
}

extension StatusUpdate.Status {
  fileprivate var label: StaticString {
    switch self {
    case .thinking: "🤔 [THINKING]"
    case .ok: "✅ [OK]"
    case .error: "❌ [ERROR]"
    }
  }

  /// Appends the same, each literal where its length is a constant.
  @inline(__always)
  fileprivate func appendLabel(to output: inout OutputSpan<UInt8>) {
    switch self {
    case .thinking: output.append("🤔 [THINKING]")
    case .ok: output.append("✅ [OK]")
    case .error: output.append("❌ [ERROR]")
    }
  }
}

extension StatusUpdate.StepStatus {
  /// The icon of a running step is drawn two columns wide by few terminals, hence its own space.
  fileprivate var label: StaticString {
    switch self {
    case .running: " ▶️  running"
    case .ok: " ✓ ok"
    case .error: " ✗ error"
    }
  }

  /// Appends the same, each literal where its length is a constant.
  @inline(__always)
  fileprivate func appendLabel(to output: inout OutputSpan<UInt8>) {
    switch self {
    case .running: output.append(" ▶️  running")
    case .ok: output.append(" ✓ ok")
    case .error: output.append(" ✗ error")
    }
  }
}
