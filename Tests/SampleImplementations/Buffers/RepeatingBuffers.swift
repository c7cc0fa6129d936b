import StatusStreaming

/// Bug: the cursor is inclusive, so the last event that was seen comes again.
struct InclusiveBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    Array(record.kept(as: trace).filter { $0.sequence >= cursor }.prefix(limit))
  }
}

/// Bug: a removed trace is only marked, and its list is found again by the next run of that id.
struct ReplayingBuffer: StoringBuffer {
  let store = TraceStore()
  private let removed = TraceStore()

  func open(_ trace: TraceID) async throws {
    guard let old = removed.withRecord(of: trace, { $0 }) else { return try store.open(trace) }
    removed.withRecord(of: trace) { $0 = nil }
    store.withRecord(of: trace) { record in
      record = old
      record?.outcome = nil
    }
  }

  func remove(_ trace: TraceID) async {
    let old = store.withRecord(of: trace) { record in
      defer { record = nil }
      return record
    }
    removed.withRecord(of: trace) { $0 = old }
  }
}

/// Bug: opening an id that is in use quietly joins the run that has it.
struct JoiningBuffer: StoringBuffer {
  let store = TraceStore()

  func open(_ trace: TraceID) async throws {
    store.withRecord(of: trace) { $0 = $0 ?? TraceRecord() }
  }
}

/// Bug: an update without a message is given an empty one.
struct CompletingBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    var update = update
    update.message = update.message ?? ""
    let changed = update
    return try store.withOpen(trace) { $0.append(changed) }
  }
}
