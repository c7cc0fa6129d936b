import Synchronization

/// How many bytes the events of a buffer come to, and how many they may.
final class ByteBudget: Sendable {
  let limit: Int
  private let count = Atomic<Int>(0)
  private let access: SharedAccess?

  init(limit: Int, noting access: SharedAccess?) {
    self.limit = max(limit, 0)
    self.access = access
  }

  /// The bytes in use; more than the limit only by ends of traces.
  var used: Int {
    access?.note(isWrite: false)
    return count.load(ordering: .relaxed)
  }

  /// Counts a change, unless it is a growth beyond the limit.
  ///
  /// - Returns: whether it was counted.
  func reserve(_ change: Int) -> Bool {
    access?.note(isWrite: true)
    var seen = count.load(ordering: .relaxed)
    while change <= 0 || change <= limit - seen {
      let exchange = count.compareExchange(
        expected: seen, desired: seen + change, ordering: .relaxed)
      if exchange.exchanged { return true }
      seen = exchange.original
    }
    return false
  }

  /// Counts what is accepted whatever the limit.
  func add(_ bytes: Int) {
    access?.note(isWrite: true)
    count.add(bytes, ordering: .relaxed)
  }

  /// No longer counts what the buffer has let go of.
  func release(_ bytes: Int) {
    access?.note(isWrite: true)
    count.subtract(bytes, ordering: .relaxed)
  }
}

extension BufferError {
  static func tooManyBytes(_ trace: TraceID, growth: Int, budget: ByteBudget) -> BufferError {
    let context =
      "\(growth) more bytes would exceed the limit on bytes, \(budget.limit), of which"
      + " \(budget.used) are in use"
    return BufferError(.tooManyBytes, trace: trace, context: context)
  }
}

extension StatusUpdate {
  /// What the update counts as for ``StatusBuffer/Limits/bytes``.
  ///
  /// That is 64 bytes and those of its message in UTF-8; for each roadmap step, if any, 64 bytes and
  /// those of its name and description.
  public var storedByteCount: Int {
    var count = StreamEvent.storedOverhead + (message?.utf8.count ?? 0)
    for step in roadmap ?? [] {
      count += StreamEvent.storedOverhead + step.name.utf8.count + step.description.utf8.count
    }
    return count
  }
}

extension StreamEvent {
  /// What an event or a roadmap step takes besides its texts, in bytes, about.
  fileprivate static let storedOverhead = 64
}

extension StreamEvent.Payload {
  /// A terminal event of which only the kind is left, and as much of a reason as fits into a line.
  var withoutContent: StreamEvent.Payload {
    let room = 200
    func cut(_ text: String) -> String {
      text.utf8.count > room ? text.prefix(maximumUTF8Count: room) + "…" : text
    }
    return switch self {
    case .complete: .complete(FinalAnswer(text: "", metadata: ["omitted": "answer"]))
    case .failed(let message): .failed(message: cut(message))
    case .cancelled(let reason): .cancelled(reason: cut(reason))
    case .update, .gap: self
    }
  }

  /// What a terminal event counts as for ``StatusBuffer/Limits/bytes``.
  var storedByteCountOfEnd: Int {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes, .reference)
    return StreamEvent.storedOverhead + bytes.count
  }
}

/// How often a buffer has refused something for its own sake.
final class RefusalCounters: Sendable {
  private let traces = Atomic<Int>(0)
  private let viewers = Atomic<Int>(0)
  private let updates = Atomic<Int>(0)
  private let access: SharedAccess?

  init(noting access: SharedAccess?) { self.access = access }

  /// Counts an error if it is such a refusal.
  ///
  /// - Parameter updates: how many updates were refused, if it was updates.
  func note(_ error: BufferError, updates count: Int = 0) {
    access?.note(isWrite: true)
    switch error.code {
    case .tooManyTraces, .closed: traces.add(1, ordering: .relaxed)
    case .tooManyViewers, .draining: viewers.add(1, ordering: .relaxed)
    case .tooManyBytes, .full: updates.add(count, ordering: .relaxed)
    case .traceExists, .traceFinished, .cursorAhead, .otherEpoch, .unknownTrace, .removed: break
    }
  }

  /// Takes note that a viewer for whom there was no place would not have got one.
  func takeBackViewer() {
    access?.note(isWrite: true)
    viewers.subtract(1, ordering: .relaxed)
  }

  var counts: StatusBuffer.Counters.Refused {
    access?.note(isWrite: false)
    return StatusBuffer.Counters.Refused(
      traces: traces.load(ordering: .relaxed), viewers: viewers.load(ordering: .relaxed),
      updates: updates.load(ordering: .relaxed))
  }
}
