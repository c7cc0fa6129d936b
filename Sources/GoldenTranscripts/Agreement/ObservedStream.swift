import StatusStreaming

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
