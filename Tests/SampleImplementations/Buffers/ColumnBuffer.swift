import StatusStreaming

/// Correct: updates are taken apart, into columns of small numbers and one run of bytes that holds all
/// texts of a trace; what is read is put together anew. What a text takes is bounded.
actor ColumnBuffer: StatusBuffering {
  fileprivate struct Columns {
    var kinds: [Kind] = []
    var text: [UInt8] = []
    var textEnds: [Int] = []
    /// The rows that have a text, be it an empty one.
    var speaking: Set<Int> = []
    var stepIDs: [Int: Int] = [:]
    var stepStatuses: [Int: StatusUpdate.StepStatus] = [:]
    var roadmaps: [Int: [RoadmapStep]] = [:]
    var answer: FinalAnswer?
    var cost = 0

    var hasEnded: Bool {
      switch kinds.last {
      case .complete, .failed, .cancelled: true
      case .update, nil: false
      }
    }
  }

  fileprivate enum Kind {
    case update(StatusUpdate.Status)
    case complete, failed, cancelled
  }

  private var traces: [TraceID: Columns] = [:]
  private var cost = 0
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  func open(_ trace: TraceID) throws {
    guard traces[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    traces[trace] = Columns()
  }

  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    var columns = try openColumns(of: trace)
    let texts = (update.roadmap ?? []).flatMap { [$0.name, $0.description] }
    let size = ([update.message ?? ""] + texts).reduce(24) { $0 + $1.utf8.count }
    guard cost + size <= limit else {
      throw BufferError(.tooManyBytes, trace: trace, context: "the limit is \(limit)")
    }
    cost += size
    columns.cost += size
    columns.add(update)
    traces[trace] = columns
    return SequenceNumber(rawValue: columns.kinds.count)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    var columns = try openColumns(of: trace)
    columns.add(outcome)
    traces[trace] = columns
    return SequenceNumber(rawValue: columns.kinds.count)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) throws -> [StreamEvent] {
    let number = try cursor.number(in: nil, of: trace).rawValue
    let columns = try columns(of: trace)
    guard number <= columns.kinds.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "newest \(columns.kinds.count)")
    }
    return (number..<columns.kinds.count).prefix(limit).map { row in
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: row + 1),
        payload: columns.payload(in: row))
    }
  }

  func remove(_ trace: TraceID) {
    cost -= traces.removeValue(forKey: trace)?.cost ?? 0
  }

  private func columns(of trace: TraceID) throws -> Columns {
    guard let columns = traces[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    return columns
  }

  private func openColumns(of trace: TraceID) throws -> Columns {
    let columns = try columns(of: trace)
    guard !columns.hasEnded else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    return columns
  }
}

extension ColumnBuffer.Columns {
  fileprivate mutating func add(_ update: StatusUpdate) {
    let row = kinds.count
    stepIDs[row] = update.roadmapStepID
    stepStatuses[row] = update.roadmapStepStatus
    roadmaps[row] = update.roadmap
    add(.update(update.status), saying: update.message)
  }

  fileprivate mutating func add(_ outcome: TraceOutcome) {
    switch outcome {
    case .complete(let answer):
      self.answer = answer
      add(.complete, saying: nil)
    case .failed(let message): add(.failed, saying: message)
    case .cancelled(let reason): add(.cancelled, saying: reason)
    }
  }

  private mutating func add(_ kind: ColumnBuffer.Kind, saying message: String?) {
    if let message {
      speaking.insert(kinds.count)
      text += Array(message.utf8)
    }
    textEnds.append(text.count)
    kinds.append(kind)
  }

  fileprivate func payload(in row: Int) -> StreamEvent.Payload {
    let start = row == 0 ? 0 : textEnds[row - 1]
    let said = String(decoding: text[start..<textEnds[row]], as: UTF8.self)
    return switch kinds[row] {
    case .complete: .complete(answer ?? FinalAnswer(text: ""))
    case .failed: .failed(message: said)
    case .cancelled: .cancelled(reason: said)
    case .update(let status):
      .update(
        StatusUpdate(
          status: status, message: speaking.contains(row) ? said : nil,
          roadmapStepID: stepIDs[row], roadmapStepStatus: stepStatuses[row],
          roadmap: roadmaps[row]))
    }
  }
}
