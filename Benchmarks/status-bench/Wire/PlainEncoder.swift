import StatusStreaming

/// The least that one would write for the reference run's updates by hand: constants and fields are
/// copied to a buffer of fixed size, and texts are searched for what has to be escaped.
///
/// It has no limits, no errors and no roadmaps, and of AG-UI it tells only what these updates need. It is
/// the floor of the encoders.
@safe struct PlainEncoder: ~Copyable {
  enum Format: CaseIterable {
    case eventStream
    case resumableEventStream
    case webSocket
    case terminal
    case agUI
  }

  private let format: Format
  private let buffer: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ format: Format) {
    self.format = format
    unsafe buffer = .allocate(capacity: 1 << 16)
  }

  deinit {
    unsafe buffer.deallocate()
  }

  mutating func reset() {
    count = 0
  }

  /// What was written since the last ``reset()``.
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: buffer, count: count)) }

  /// - Parameter number: the event's within its trace.
  mutating func encode(_ update: borrowing StatusUpdate, number: Int) {
    switch format {
    case .eventStream:
      copy("data: ")
      object(update)
      copy("\n\n")
    case .resumableEventStream:
      copy("id: ")
      write(number)
      copy("\nevent: update\ndata: ")
      object(update)
      copy("\n\n")
    case .webSocket:
      let start = count
      count += 4
      object(update)
      frame(from: start)
    case .terminal: line(update)
    case .agUI: activities(update, number)
    }
  }

  private mutating func object(_ update: borrowing StatusUpdate) {
    copy("{\"status\":\"")
    copy(update.status == .ok ? "ok" : update.status == .thinking ? "thinking" : "error")
    copy("\",\"message\":")
    if let message = update.message { quote(message) } else { copy("null") }
    copy(",\"roadmap_step_id\":")
    if let id = update.roadmapStepID { write(id) } else { copy("null") }
    copy(",\"roadmap_step_status\":")
    switch update.roadmapStepStatus {
    case .running: copy("\"running\"")
    case .ok: copy("\"ok\"")
    case .error: copy("\"error\"")
    case nil: copy("null")
    }
    copy(",\"roadmap\":null}")
  }

  private mutating func line(_ update: borrowing StatusUpdate) {
    copy("  │ ")
    switch update.status {
    case .ok: copy("✅ [OK]")
    case .thinking: copy("🤔 [THINKING]")
    case .error: copy("❌ [ERROR]")
    }
    if let id = update.roadmapStepID {
      copy(" [Step ")
      write(id)
      copy("]")
    }
    switch update.roadmapStepStatus {
    case .running: copy(" ▶️  running")
    case .ok: copy(" ✓ ok")
    case .error: copy(" ✗ error")
    case nil: break
    }
    if let message = update.message {
      copy(" ")
      text(message)
    }
    copy("\n")
  }

  /// A step that begins or ends, each as often as the reference run says so, and the status.
  private mutating func activities(_ update: borrowing StatusUpdate, _ number: Int) {
    if let id = update.roadmapStepID {
      copy("data: {\"type\":\"")
      copy(update.roadmapStepStatus == .running ? "STEP_STARTED" : "STEP_FINISHED")
      copy("\",\"timestamp\":0,\"stepName\":\"Step ")
      write(id)
      copy("\"}\n\n")
    }
    copy("id: ")
    write(number)
    copy("\ndata: {\"type\":\"ACTIVITY_SNAPSHOT\",\"timestamp\":0,\"messageId\":\"run-1/status\",")
    copy("\"activityType\":\"status\",\"content\":{\"status\":\"")
    copy(update.status == .ok ? "ok" : update.status == .thinking ? "thinking" : "error")
    copy("\"")
    if let message = update.message {
      copy(",\"message\":")
      quote(message)
    }
    if let id = update.roadmapStepID {
      copy(",\"step\":")
      write(id)
    }
    switch update.roadmapStepStatus {
    case .running: copy(",\"stepStatus\":\"running\"")
    case .ok: copy(",\"stepStatus\":\"ok\"")
    case .error: copy(",\"stepStatus\":\"error\"")
    case nil: break
    }
    copy("}}\n\n")
  }

  /// Fills in the header of a frame, moving the payload if it is short.
  private mutating func frame(from start: Int) {
    let size = count - start - 4
    unsafe buffer[start] = 0x81
    if size < 126 {
      unsafe buffer[start + 1] = UInt8(size)
      unsafe (buffer + start + 2).update(from: buffer + start + 4, count: size)
      count -= 2
    } else {
      unsafe buffer[start + 1] = 126
      unsafe buffer[start + 2] = UInt8(size >> 8)
      unsafe buffer[start + 3] = UInt8(truncatingIfNeeded: size)
    }
  }

  private mutating func copy(_ literal: StaticString) {
    unsafe (buffer + count).update(
      from: literal.utf8Start, count: literal.utf8CodeUnitCount)
    count += literal.utf8CodeUnitCount
  }

  private mutating func write(_ number: Int) {
    if number >= 10 { write(number / 10) }
    unsafe buffer[count] = UInt8(ascii: "0") + UInt8(number % 10)
    count += 1
  }

  private mutating func quote(_ message: String) {
    copy("\"")
    text(message)
    copy("\"")
  }

  private mutating func text(_ text: String) {
    let isCopied: Bool? = unsafe text.utf8.withContiguousStorageIfAvailable { text in
      for index in 0..<text.count {
        let byte = unsafe text[index]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
        unsafe buffer[count + index] = byte
      }
      return true
    }
    precondition(isCopied == true, "the reference run has nothing to escape")
    count += text.utf8.count
  }
}

/// The eleven updates of the reference run.
enum ReferenceRun {
  static let updates: [StatusUpdate] =
    [.thinking("Determining workflow path")]
    + [
      (1, "Parsing repository sources"), (2, "Launching metadata subflow"),
      (3, "Summarizing findings"), (4, "Assembling HTML report"),
      (99, "Synthesizing final response"),
    ].flatMap { id, message -> [StatusUpdate] in
      [.step(id, .running, message), .step(id, .ok, "Done!")]
    }

  static let events = updates.enumerated().map { index, update in
    StreamEvent(
      trace: "run-1", sequence: SequenceNumber(rawValue: index + 1), payload: .update(update))
  }
}
