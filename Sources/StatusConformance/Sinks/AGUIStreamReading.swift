import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// What is wrong with the bytes of a connection as a stream of AG-UI, whoever has produced it.
struct AGUIStreamReading {
  /// The first thing that is wrong, by the rule that it breaks.
  private(set) var findings: [Int: Finding] = [:]
  /// An event, as it is drawn.
  struct Occurrence {
    /// Its type; `nil` if it has none that AG-UI knows.
    let kind: AGUIEvent.Kind?
    let json: [UInt8]
    let place: Int
    /// Whether a client can resume after it, since it or one before it has a number.
    let isNumbered: Bool
  }

  /// The events, if they are kept.
  private(set) var occurrences: [Occurrence] = []
  private let keepsEvents: Bool
  /// How many events there are.
  private(set) var eventCount = 0
  /// How many runs have begun.
  private(set) var runCount = 0
  /// Whether a run declares no version.
  private(set) var lacksVersion = false
  /// Whether a run finished, in whatever way.
  private(set) var hasFinished = false
  /// Whether a run says that it was cancelled.
  private(set) var hasCancelled = false
  /// Whether the first activity of type `status`, or what is added to the metadata, shows that the stream
  /// tells of a trace: the type belongs to any producer, what is in it and a number do not.
  var isOfStatus: Bool { hasOwnMetadata || hasOwnActivity ?? false }
  private var hasOwnMetadata = false
  private var hasOwnActivity: Bool?
  /// Whether what comes after some place can't be known.
  private(set) var isUnreadable = false
  /// Whether that is since an event has more levels than are read here, which is no fault of its
  /// producer's.
  private(set) var isTooDeep = false

  private var sequence = AGUISequence()
  private let bytes: [UInt8]

  /// Reads a body of server-sent events, or what a WebSocket's server sends.
  ///
  /// - Parameters:
  ///   - isWhole: whether the response is known to have ended with the bytes.
  ///   - keepsEvents: whether the events are kept, to be drawn.
  init(
    _ bytes: [UInt8], format: WireFormat, isWhole: Bool = false, keepsEvents: Bool = false
  ) {
    self.bytes = bytes
    self.keepsEvents = keepsEvents
    if format == .webSocket { readMessages() } else { readEvents() }
    if isWhole, !isUnreadable {
      for fault in sequence.finish() { note(fault, at: bytes.count) }
    }
  }

  // MARK: Frames

  private mutating func readEvents() {
    if let place = bytes.firstIndex(of: 0x0D) {
      note(801, expected: "lines that end with LF alone", quoted(place..<bytes.count), at: place)
    }
    var decoder = EventStreamDecoder(maximumEventSize: .max)
    var start = 0
    /// Where the event that is being read began.
    var first: Int?
    while start < bytes.count, !isUnreadable {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      decoder.feed(Array(bytes[start..<end]))
      if bytes[start] != 0x0A { first = first ?? start }
      while let item = try? decoder.next() {
        guard case .event(let event) = item else { continue }
        take(event.data, at: first ?? start, isNumbered: !event.lastEventID.isEmpty)
        first = nil
      }
      start = end
    }
  }

  private mutating func readMessages() {
    var decoder = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
    for place in stride(from: 0, to: bytes.count, by: 16) where !isUnreadable {
      decoder.feed(Array(bytes[place..<min(place + 16, bytes.count)]))
      while let message = try? decoder.next() {
        switch message {
        case .text(let text): take(text, at: place)
        case .binary: note(801, expected: "events in text messages", "a binary one", at: place)
        case .ping, .pong, .close: break
        }
      }
    }
  }

  // MARK: Events

  private mutating func take(_ json: [UInt8], at place: Int, isNumbered: Bool = false) {
    eventCount += 1
    var kind: AGUIEvent.Kind?
    defer {
      if keepsEvents {
        occurrences.append(Occurrence(kind: kind, json: json, place: place, isNumbered: isNumbered))
      }
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: json, maximumDepth: JSONPatch.maximumDepth) } catch {
      isUnreadable = true
      if case .tooDeep = error.code { return isTooDeep = true }
      return note(
        801, expected: "one event, as JSON, in each frame", "\(shown(json)): \(error)", at: place)
    }
    var event: AGUIEvent?
    do {
      event = try AGUIEvent.read(value, declaring: sequence.declaredVersion)
    } catch {
      let rule = error.isNoObject ? 801 : 802
      note(
        rule, expected: "\(error.expected) at \(error.where)", "\(error.found) in \(shown(json))",
        at: place)
      event = AGUIEvent(unchecked: value)
    }
    guard let event else { return }
    kind = event.kind
    note(event, isNumbered: isNumbered)
    for fault in sequence.take(event) { note(fault, at: place, shown(json)) }
  }

  private mutating func note(_ event: AGUIEvent, isNumbered: Bool) {
    switch event.kind {
    case .runStarted:
      runCount += 1
      if event["protocolVersion"] == nil { lacksVersion = true }
    case .runFinished:
      hasFinished = true
      if event["outcome"]?.text("type") == "cancelled" { hasCancelled = true }
    case .activitySnapshot where event.text("activityType") == "status" && hasOwnActivity == nil:
      let status = event["content"]?.text("status").flatMap(StatusUpdate.Status.init(rawValue:))
      hasOwnActivity = isNumbered && status != nil
    default: break
    }
    if event["metadata"]?["status-streaming"] != nil { hasOwnMetadata = true }
  }

  private func shown(_ json: [UInt8]) -> String {
    var view = ConnectionView(of: [], observes: [])
    view.bytes = json
    return view.quoted(0..<json.count)
  }

  private func quoted(_ range: Range<Int>) -> String {
    var view = ConnectionView(of: [], observes: [])
    view.bytes = bytes
    return view.quoted(range)
  }

  private mutating func note(_ fault: AGUIFault, at place: Int, _ text: String = "") {
    note(
      fault.kind.rule, expected: fault.expected,
      text.isEmpty ? fault.found : "\(fault.found) in \(text)", at: place)
  }

  private mutating func note(_ rule: Int, expected: String, _ seen: String, at place: Int) {
    guard findings[rule] == nil else { return }
    findings[rule] = Finding(expected: expected, seen: seen, at: .byte(place))
  }
}

extension AGUIStreamReading {
  /// The rule of AG-UI that events break which it does not allow; `nil` if it is something else.
  static func rule(for error: any Error, by decoder: some StatusDecoder) -> Int? {
    guard decoder.vocabulary == .agUI else { return nil }
    return switch error as? ObservationError.Code {
    case .json: 801
    case .agUI(let error, _): error.isNoObject ? 801 : 802
    default: nil
    }
  }
}

extension AGUIFault.Kind {
  /// The rule that is broken.
  var rule: Int {
    switch self {
    case .version: 803
    case .start: 804
    case .names: 805
    case .end: 806
    case .brackets: 807
    case .openAtEnd: 808
    case .chunks: 809
    case .owners: 810
    case .baseline: 811
    case .patch: 812
    case .stop: 813
    }
  }
}

extension AGUIEventError {
  /// Whether it is about something that is no event at all.
  var isNoObject: Bool { place.isEmpty }

  fileprivate var `where`: String { place.isEmpty ? "the event" : place }
}
