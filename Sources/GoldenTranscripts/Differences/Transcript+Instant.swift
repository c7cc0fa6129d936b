import StatusStreaming
import WireDecoding

extension Transcript {
  /// When, in the run's virtual time, a file parts from its golden, as far as that can be told.
  ///
  /// - Parameters:
  ///   - file: the transcript's file.
  ///   - golden: the bytes that were to be the same.
  ///   - offset: the first byte that differs.
  func instant(
    in file: TranscriptFile, whereGolden golden: [UInt8], partsAt offset: Int
  ) -> Duration? {
    if file.kind == .events {
      return [golden, file.bytes].compactMap { Self.time(ofLineIn: $0, at: offset) }.min()
    }
    // What is written now may be too broken to be read.
    return time(ofEventIn: file, at: offset)
      ?? time(ofEventIn: TranscriptFile(name: file.name, bytes: golden), at: offset)
  }

  /// The time that a line of an ``EventListing`` begins with, even if the rest is damaged.
  private static func time(ofLineIn bytes: [UInt8], at offset: Int) -> Duration? {
    let start = (bytes[..<offset].lastIndex(of: 0x0A) ?? -1) + 1
    let beginning = #"{"time":"#.utf8
    guard bytes[start...].starts(with: beginning) else { return nil }
    let digits = bytes[start...].dropFirst(beginning.count).prefix { $0 != UInt8(ascii: ",") }
    guard case .number(let number)? = try? JSONValue(parsing: Array(digits)) else { return nil }
    return Duration(seconds: number)
  }

  /// The time of the first event that is not wholly before a byte of a connection's file.
  private func time(ofEventIn file: TranscriptFile, at offset: Int) -> Duration? {
    guard let events = try? events(), let stream = try? ObservedStream(decoding: file) else {
      return nil
    }
    let wholeLines = file.bytes[..<offset].lastIndex(of: 0x0A).map { file.bytes[...$0] } ?? []
    let before = TranscriptFile(name: file.name, bytes: Array(wholeLines))
    let count = (try? ObservedStream(decoding: before))?.events.count ?? 0
    guard var matcher = EventMatcher.fitting(stream, to: events) else { return nil }
    for (index, observed) in stream.events.enumerated() {
      guard let event = try? matcher.take(observed) else { return nil }
      if index == count { return event.time }
    }
    return matcher.next?.time
  }
}

extension EventMatcher {
  /// A matcher for the part of a run that a connection shows, of which the file does not tell the
  /// trace and the number that it was resumed after.
  fileprivate static func fitting(
    _ stream: ObservedStream, to events: [StreamEvent]
  ) -> EventMatcher? {
    if stream.projection.contains(.traces) {
      return EventMatcher(events, of: nil, after: [:], as: stream.projection)
    }
    let starts = events.map { event in
      (event.trace, Cursor(SequenceNumber(rawValue: event.sequence.rawValue &- 1), in: event.epoch))
    }
    return starts.lazy.map { trace, cursor in
      EventMatcher(events, of: trace, after: [trace: cursor], as: stream.projection)
    }.first { matcher in
      var matcher = matcher
      return stream.events.allSatisfy { (try? matcher.take($0)) != nil }
    }
  }
}
