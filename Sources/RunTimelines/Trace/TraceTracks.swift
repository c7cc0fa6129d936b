/// The tracks of a trace, and which of their slices are open: as Perfetto's importer keeps count.
///
/// A lane has one track, and more where too much happens in it at one instant: what takes no time is
/// put upon each other, up to a limit that makes the importer drop the rest.
struct TraceTracks {
  /// A track beside the first of a lane.
  struct Extra {
    let lane: Int
    let track: Int
  }

  private struct Slice: Equatable {
    let start: TraceTime
    let end: TraceTime
    /// The event that an arrow leads to, if the slice is there for arrows alone.
    let target: Int?
  }

  /// How deep slices may be within each other; Perfetto takes 512.
  private static let depth = 500

  private let lanes: Int
  /// By track, the slices that are open.
  private var open: [[Slice]]
  /// By track, what was made room for last: for the same once more nothing else has ended.
  private var closed: [Slice?]
  private(set) var extras: [Extra] = []

  init(lanes: Int) {
    self.lanes = lanes
    open = Array(repeating: [], count: lanes)
    closed = Array(repeating: nil, count: lanes)
  }

  /// Puts a slice on the first track of a lane that has room for it.
  ///
  /// - Returns: the track; `nil` if it would cut one that is open there.
  mutating func place(_ start: TraceTime, _ end: TraceTime, in lane: Int) -> Int? {
    close(lane, before: start, end)
    if start < end {
      let fits = open[lane].count < Self.depth && open[lane].allSatisfy { end <= $0.end }
      guard fits else { return nil }
      open[lane].append(Slice(start: start, end: end, target: nil))
      return lane
    }
    return add(Slice(start: start, end: end, target: nil), in: lane)
  }

  /// Puts a sign on a lane's track for an arrow to an event that began before the arrow does.
  ///
  /// - Returns: the track, and whether the sign is new: one of several arrows will do.
  mutating func placeSign(_ time: TraceTime, for target: Int, in lane: Int) -> (Int, isNew: Bool) {
    let tracks = [lane] + extras.filter { $0.lane == lane }.map(\.track)
    let track = tracks.first {
      open[$0].last.map { $0.target == target && $0.start == time } == true
    }
    if let track { return (track, false) }
    close(lane, before: time, time)
    return (add(Slice(start: time, end: time, target: target), in: lane), true)
  }

  private mutating func add(_ slice: Slice, in lane: Int) -> Int {
    var tracks = [lane] + extras.filter { $0.lane == lane }.map(\.track)
    for track in tracks.dropFirst() { close(track, before: slice.start, slice.end) }
    if let track = tracks.first(where: { open[$0].count < Self.depth }) {
      open[track].append(slice)
      return track
    }
    tracks.append(open.count)
    open.append([slice])
    closed.append(nil)
    extras.append(Extra(lane: lane, track: open.count - 1))
    return open.count - 1
  }

  /// Closes what has ended: what takes no time goes on for what takes none, too.
  private mutating func close(_ track: Int, before start: TraceTime, _ end: TraceTime) {
    let request = Slice(start: start, end: end, target: nil)
    guard closed[track] != request else { return }
    closed[track] = request
    open[track].removeAll { slice in
      slice.end < start || slice.end == start && !(slice.start == slice.end && start == end)
    }
  }
}

/// A time of a trace: whole nanoseconds, as far as who reads traces can count them.
struct TraceTime: Comparable {
  private let nanoseconds: Int64

  /// What Perfetto counts nanoseconds by ends here: a time beyond makes it refuse the whole trace.
  private static let last: Int128 = 9_000_000_000_000_000_000
  /// Until here, some eleven days, a fraction of microseconds stands for the nanoseconds it was made
  /// of: they are read as numbers of 53 bits.
  private static let lastFraction: Int128 = 1_000_000_000_000_000

  /// The time to the nanosecond, late ones to the microsecond, and the last that there is for those
  /// that are later still.
  init(_ time: Duration) {
    let exact = min(max(time.nanoseconds, 0), Self.last)
    nanoseconds = Int64(exact > Self.lastFraction ? exact / 1_000 * 1_000 : exact)
  }

  static func < (one: TraceTime, other: TraceTime) -> Bool { one.nanoseconds < other.nanoseconds }

  /// The time in microseconds.
  var text: String { Duration.nanoseconds(nanoseconds).microseconds }

  /// How long it is until then, in microseconds.
  func text(until end: TraceTime) -> String {
    Duration.nanoseconds(end.nanoseconds - nanoseconds).microseconds
  }
}
