/// A viewer's place in every trace of a buffer.
///
/// It remembers which run each cursor belongs to, so that a later run under the same id is delivered
/// from its beginning. A cursor that was put in by hand belongs to whatever run there is, or to an
/// earlier one if it is beyond that run's newest event.
public struct TraceCursors: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  struct Place: Sendable, Hashable {
    var cursor: Cursor
    /// The serial number of the run's log, `nil` if it is not known.
    var run: Int?
  }

  private(set) var places: [TraceID: Place]

  init(places: [TraceID: Place]) {
    self.places = places
  }

  /// Takes cursors of runs that are not known.
  public init(_ cursors: [TraceID: Cursor] = [:]) {
    places = cursors.mapValues { Place(cursor: $0) }
  }

  /// Takes cursors of runs that are not known; of two for one trace the last.
  public init(dictionaryLiteral cursors: (TraceID, Cursor)...) {
    self.init(Dictionary(cursors) { $1 })
  }

  /// The cursors, without the runs that they belong to.
  public var cursors: [TraceID: Cursor] { places.mapValues(\.cursor) }

  /// The place in one trace; `nil` if nothing of it was delivered, or the buffer has let go of it.
  public subscript(trace: TraceID) -> Cursor? {
    get { places[trace]?.cursor }
    set { places[trace] = newValue.map { Place(cursor: $0) } }
  }

  /// Whether both are at the same places, whatever is known of their runs.
  public static func == (left: TraceCursors, right: TraceCursors) -> Bool {
    left.cursors == right.cursors
  }

  /// Feeds the cursors.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(cursors)
  }
}
