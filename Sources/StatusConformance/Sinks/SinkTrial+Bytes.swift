import GoldenTranscripts
import StatusStreaming
import WireDecoding

extension SinkTrial {
  func invalidText(in view: ConnectionView) -> Finding? {
    guard format == .webSocket else { return view.invalidByte }
    guard let error = view.frameError, case .invalidUTF8 = error.code else { return nil }
    return Finding(expected: "text messages in UTF-8", seen: "\(error)")
  }

  /// A frame that a client refuses, or one whose length is not that of what is in it.
  func illegalFrame(in view: ConnectionView, _ plan: SinkPlan) -> Finding? {
    if let error = view.frameError {
      return Finding(
        expected: "frames that a client accepts", seen: "\(error)",
        at: view.failure.map { view.place($0.write) })
    }
    return plan == .lengths ? view.unfinishedMessage ?? view.deviation : nil
  }

  /// A line that is not an update's, between lines that are.
  func brokenLine(in view: ConnectionView) -> Finding? {
    guard capabilities.contains(.lines), view.failure == nil else { return nil }
    var decoder = makeDecoder()
    var counts: [(updates: Int, others: Int, range: Range<Int>)] = []
    var start = 0
    while let end = view.bytes[start...].firstIndex(of: 0x0A) {
      guard let observations = try? decoder.decode(Array(view.bytes[start...end])) else {
        return nil
      }
      let updates = observations.count { $0.isUpdate }
      counts.append((updates, observations.count - updates, start..<(end + 1)))
      start = end + 1
    }
    guard let first = counts.firstIndex(where: { $0.updates > 0 }),
      let last = counts.lastIndex(where: { $0.updates > 0 })
    else { return nil }
    let line = counts[first...last].first { $0.updates != 1 && $0.updates + $0.others != 1 }
    return line.map { line in
      Finding(
        expected: "one line for each update",
        seen: "the line \(view.quoted(line.range)), which says \(line.updates)",
        at: .byte(line.range.lowerBound))
    }
  }

  /// A number that a client would resume after and that is none of an event that was sent.
  func orphanNumber(in view: ConnectionView) -> Finding? {
    var sent = SentCursors(by: view)
    for reading in view.readings {
      guard let (cursor, source) = resumptionPoint(in: reading.observation) else { continue }
      sent.advance(beyond: reading.write)
      if !sent.all.contains(cursor) {
        return Self.orphan("\(cursor)", source, at: view.place(reading.write))
      }
    }
    guard format == .eventStream else { return nil }
    sent = SentCursors(by: view)
    var decoder = EventStreamDecoder(maximumEventSize: .max)
    for (index, write) in view.writes.enumerated() {
      decoder.feed(Array(view.bytes[write.range]))
      while (try? decoder.next()) != nil {}
      sent.advance(beyond: index)
      // An id of a spelling of its own is the format's business.
      guard let cursor = try? Cursor(lastEventID: decoder.lastEventID),
        cursor.epoch == nil || sent.haveEpoch, !sent.all.contains(cursor)
      else { continue }
      return Self.orphan("\(cursor)", view.quoted(write.range), at: view.place(index))
    }
    return nil
  }

  /// What a client resumes after once it has read something, if that is told with it.
  private func resumptionPoint(
    in observation: Observation
  ) -> (cursor: Cursor, source: String)? {
    switch observation {
    case .heartbeat(let cursor?): return (cursor, "a heartbeat")
    case .event(let event) where format == .webSocket:
      return event.sequence.map { (Cursor($0, in: event.epoch), "\(SeenEvent(event))") }
    case .event, .heartbeat(nil), .end, .cut: return nil
    }
  }

  private static func orphan(
    _ number: String, _ source: String, at place: Violation.Place
  ) -> Finding {
    Finding(
      expected: "a client to resume after the number of an event that it was sent",
      seen: "the number \(number), of \(source)", at: place)
  }

  /// A way to cut the bytes in which they say something else.
  func dependenceOnChunks(in view: ConnectionView, at cuts: [Int]) -> Finding? {
    guard view.failure == nil else { return nil }
    let written = view.readings.map(\.observation)
    let bounds = [0] + cuts + [view.bytes.count]
    let pieces = zip(bounds, bounds.dropFirst()).map { Array(view.bytes[$0..<$1]) }
    // Byte by byte a long stream takes long.
    let isShort = view.bytes.count <= 4_000
    let ways: [(String, [[UInt8]])] = [
      ("all at once", [view.bytes]),
      ("byte by byte", isShort ? view.bytes.map { [$0] } : [view.bytes]),
      ("cut at the bytes \(cuts.map(String.init).joined(separator: ", "))", pieces),
    ]
    for (way, chunks) in ways {
      var decoder = makeDecoder()
      var read: [Observation] = []
      var end = "the end"
      do {
        for chunk in chunks where !chunk.isEmpty { read += try decoder.decode(chunk) }
        if read == written { continue }
      } catch {
        end = "the error \(error)"
      }
      let index = zip(read, written).prefix { $0 == $1 }.count
      return Finding(
        expected: "\(index < written.count ? written[index].line : "the end"), as written",
        seen: "\(index < read.count ? read[index].line : end), if the bytes arrive \(way)",
        at: .event(index + 1))
    }
    return nil
  }
}

/// The cursors of the events that were sent before a write ended.
private struct SentCursors {
  private let view: ConnectionView
  private var count = 0
  private(set) var all: Set<Cursor> = []
  /// Whether one of them has an epoch.
  private(set) var haveEpoch = false

  init(by view: ConnectionView) {
    self.view = view
  }

  /// Takes what was sent until a write ended, which is none that is earlier than the one before.
  mutating func advance(beyond write: Int) {
    while count < view.writes[write].calls {
      for event in view.calls[count].offered {
        all.insert(event.cursor)
        haveEpoch = haveEpoch || event.epoch != nil
      }
      count += 1
    }
  }
}

extension Observation {
  /// Whether it is an update.
  fileprivate var isUpdate: Bool {
    if case .event(let event) = self, case .update = event.content { true } else { false }
  }

  /// One line that a person can read.
  var line: String {
    switch self {
    case .event(let event): "\(SeenEvent(event))"
    case .heartbeat: "a heartbeat"
    case .end: "the end of the connection"
    case .cut: "the end of a connection that was cut"
    }
  }
}
