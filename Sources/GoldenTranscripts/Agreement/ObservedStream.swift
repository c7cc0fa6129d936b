public import StatusStreaming

/// What a connection's bytes say, read by a decoder that knows nothing of their encoder.
public struct ObservedStream: Sendable, Hashable {
  /// What the format shows.
  public internal(set) var projection: Projection
  /// The events in their order.
  public internal(set) var events: [ObservedEvent] = []
  /// Whether the connection ended with its traces, and was not cut before.
  ///
  /// A cut is told by the format's own end of the connection, its lack, or a trace that has not
  /// ended. An event stream of the reference profile shows none of them: it is always whole.
  public internal(set) var isWhole = true

  /// Decodes a file of a transcript as far as it goes.
  ///
  /// - Throws: ``ObservationError`` at the first thing that is not of the format; a cut at the end is
  ///   not one.
  public init(decoding file: TranscriptFile) throws(ObservationError) {
    do throws(ObservationError.Code) {
      switch file.kind {
      case .events:
        do {
          let listing = try EventListing(parsing: file.bytes, path: file.name)
          self.init(
            listing.events.map { .event(ObservedEvent($0)) }, by: JSONLinesStatusDecoder())
        } catch {
          throw ObservationError.Code.listing(error)
        }
      case .terminal:
        var decoder = TerminalStatusDecoder(detectingSettingsOf: file.bytes)
        self.init(try decoder.decode(file.bytes), by: decoder)
      case .referenceStream:
        var decoder = EventStreamStatusDecoder(profile: .reference)
        self.init(try decoder.decode(file.bytes), by: decoder)
      case .resumableStream:
        var decoder = EventStreamStatusDecoder(profile: .resumable)
        self.init(try decoder.decode(file.bytes), by: decoder)
      case .agUIStream:
        var decoder = AGUIStatusDecoder()
        self.init(try decoder.decode(file.bytes), by: decoder)
      case .webSocket, .resumableWebSocket:
        var decoder = WebSocketStatusDecoder(
          profile: file.kind == .webSocket ? .reference : .resumable)
        self.init(try decoder.decode(Self.wire(of: file)), by: decoder)
      case .agUIWebSocket:
        var decoder = AGUIStatusDecoder(over: .webSocket)
        self.init(try decoder.decode(Self.wire(of: file)), by: decoder)
      case nil: throw .unknownKind
      }
    } catch {
      throw ObservationError(code: error, file: file.name)
    }
  }

  /// The bytes that a listing of frames is of.
  private static func wire(of file: TranscriptFile) throws(ObservationError.Code) -> [UInt8] {
    do {
      return try FrameListing(parsing: file.bytes, path: file.name).wire
    } catch {
      throw .listing(error)
    }
  }

  /// - Parameters:
  ///   - observations: what a decoder has read.
  ///   - decoder: the decoder, which now gets the end of the bytes.
  private init(_ observations: [Observation], by decoder: some StatusDecoder) {
    var decoder = decoder
    projection = decoder.observes
    for case .event(let event) in observations { events.append(event) }
    isWhole =
      (try? decoder.finish()) != nil && !observations.contains(.cut)
      && (hasEnded || !projection.contains(.ends))
  }

  /// Whether every trace that the stream shows has ended, and there is one.
  private var hasEnded: Bool {
    var last: [TraceID?: ObservedEvent.Content] = [:]
    for event in events { last[event.trace] = event.content }
    return !last.isEmpty && last.values.allSatisfy(\.isEnd)
  }
}

extension ObservedStream {
  /// Compares the stream with what happened, as far as its format shows it: every event in order,
  /// none twice, none left out but for what a gap says was lost.
  ///
  /// - Parameters:
  ///   - events: all events of the run, as in an ``EventListing``.
  ///   - trace: the only trace that the connection is about, `nil` for all.
  ///   - cursors: for each trace, after which event the connection begins; from its first on where
  ///     there is none.
  ///   - isCut: whether the connection was cut, so that it may end early.
  /// - Returns: For each trace, that of the last event that the connection showed: where
  ///   the one that resumes it begins.
  /// - Throws: ``Disagreement`` at the first event that is another one.
  @discardableResult
  public func agree(
    with events: [StreamEvent], of trace: TraceID? = nil,
    after cursors: [TraceID: Cursor] = [:], isCut: Bool = false
  ) throws(Disagreement) -> [TraceID: Cursor] {
    var matcher = EventMatcher(events, of: trace, after: cursors, as: projection)
    for (index, observed) in self.events.enumerated() {
      do {
        _ = try matcher.take(observed)
      } catch {
        throw Disagreement(index: index, observed: observed, expected: error.expected)
      }
    }
    if !isCut, let missing = matcher.next {
      throw Disagreement(index: self.events.count, observed: nil, expected: missing)
    }
    return matcher.cursors
  }

  /// The first event, from 0 on, in which two connections differ on what both of their formats show;
  /// `nil` if there is none.
  public func firstDifference(from other: ObservedStream) -> Int? {
    let common = projection.intersection(other.projection)
    let left = events.compactMap { $0.projected(onto: common) }
    let right = other.events.compactMap { $0.projected(onto: common) }
    let count = zip(left, right).prefix { $0.matches($1) }.count
    return count == left.count && count == right.count ? nil : count
  }
}

/// The first place where a connection does not show what happened.
public struct Disagreement: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which of the connection's events it is, from 0 on.
  public let index: Int
  /// What the connection shows there, `nil` if it has ended.
  public let observed: ObservedEvent?
  /// What it had to show, `nil` if nothing was left.
  public let expected: StreamEvent?

  /// Names the place, what is there and what should be.
  public var description: String {
    let shown = observed.map { "\($0.content)" } ?? "the end"
    let event = expected.map { "event \($0.sequence) of trace '\($0.trace)', \($0.payload)" }
    return "event \(index + 1) is \(shown) instead of \(event ?? "the end")"
  }
}
