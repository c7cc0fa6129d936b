/// What a connection's bytes say, read by a decoder that knows nothing of their encoder.
public struct ObservedStream: Sendable, Hashable {
  /// What the format shows.
  public internal(set) var projection: Projection
  /// The events in their order.
  public internal(set) var events: [ObservedEvent] = []
  /// Whether the bytes end where the format lets a connection end.
  ///
  /// An event stream of the reference profile may end after any event.
  public internal(set) var isWhole = true

  /// Decodes a file of a transcript as far as it goes.
  ///
  /// - Throws: ``ObservationError`` at the first thing that is not of the format; a cut at the end is
  ///   not one.
  public init(decoding file: TranscriptFile) throws(ObservationError) {
    do throws(ObservationError.Code) {
      switch file.kind {
      case .events:
        self.init(projection: .everything)
        do {
          let listing = try EventListing(parsing: file.bytes, path: file.name)
          events = listing.events.map(ObservedEvent.init)
        } catch {
          throw ObservationError.Code.listing(error)
        }
      case .terminal: try self.init(terminal: file.bytes)
      case .referenceStream: try self.init(referenceStream: file.bytes)
      case .resumableStream: try self.init(resumableStream: file.bytes)
      case .webSocket: try self.init(webSocket: file.bytes, name: file.name)
      case nil: throw .unknownKind
      }
    } catch {
      throw ObservationError(code: error, file: file.name)
    }
  }

  init(projection: Projection) {
    self.projection = projection
  }
}
