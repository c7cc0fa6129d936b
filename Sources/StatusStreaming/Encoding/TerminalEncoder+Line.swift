extension TerminalEncoder {
  /// Appends the line of an event; none for the completion of the only trace, which the footer shows.
  func appendLine(_ event: borrowing StreamEvent, to bytes: inout [UInt8]) {
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
}

extension StatusUpdate.Status {
  fileprivate var label: StaticString {
    switch self {
    case .thinking: "🤔 [THINKING]"
    case .ok: "✅ [OK]"
    case .error: "❌ [ERROR]"
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
}
