extension StatusBuffer {
  /// What a buffer holds and has done, at one moment, for a server to export.
  ///
  /// With nothing held and no viewer there, all but what has been counted since the beginning (``sent``,
  /// ``gaps``, ``refused``) is zero.
  public struct Counters: Sendable, Hashable {
    /// How far viewers are behind, zero for those that have everything.
    public struct Lag: Sendable, Hashable {
      /// The most events that one viewer has still to be sent, of all its traces; updates that were
      /// dropped before it came to them count too.
      public var events: Int
      /// How long the oldest event that some viewer has still to be sent has been there.
      ///
      /// Of an update that was dropped, how long the oldest one kept has.
      public var time: Duration

      /// Makes a lag, none unless said otherwise.
      public init(events: Int = 0, time: Duration = .zero) {
        self.events = events
        self.time = time
      }
    }

    /// What was refused for the buffer's sake, not because the caller was wrong.
    public struct Refused: Sendable, Hashable {
      /// Traces, for want of room or because the buffer was closed.
      public var traces: Int
      /// Viewers, because there were too many or the buffer drained.
      public var viewers: Int
      /// Updates, for want of room in the buffer or in their trace.
      public var updates: Int

      /// Makes the counts, zero unless said otherwise.
      public init(traces: Int = 0, viewers: Int = 0, updates: Int = 0) {
        self.traces = traces
        self.viewers = viewers
        self.updates = updates
      }
    }

    /// The traces held, open and finished.
    public var traces: Int
    /// Those of them that have not ended.
    public var openTraces: Int
    /// The viewers there are, as ``Limits/viewers`` counts them.
    public var viewers: Int
    /// What the events held come to, as ``Limits/bytes`` counts it; `nil` without that limit, since
    /// then nobody counts.
    public var bytes: Int?
    /// How far the slowest viewers are behind.
    public var lag: Lag
    /// The events given to viewers, gaps among them, since the beginning.
    public var sent: Int
    /// The gaps given to viewers since the beginning.
    public var gaps: Int
    /// What was refused since the beginning.
    public var refused: Refused

    /// Makes counters, those of nothing unless said otherwise; buffers other than ``StatusBuffer`` use
    /// them as well.
    public init(
      traces: Int = 0, openTraces: Int = 0, viewers: Int = 0, bytes: Int? = nil, lag: Lag = Lag(),
      sent: Int = 0, gaps: Int = 0, refused: Refused = Refused()
    ) {
      self.traces = traces
      self.openTraces = openTraces
      self.viewers = viewers
      self.bytes = bytes
      self.lag = lag
      self.sent = sent
      self.gaps = gaps
      self.refused = refused
    }
  }
}

extension StatusBuffer {
  /// What the buffer holds and has done, at this moment.
  ///
  /// May be asked from any thread at any time; costs what viewers there are, and writers nothing but
  /// that each trace with a viewer is locked once for a moment. While it is made no viewer comes or
  /// leaves, and neither does a trace.
  public var counters: Counters {
    viewers.withState { state in
      let viewers = state.viewers.values
      let lag = lag(of: viewers)
      return registry.read { registry in
        Counters(
          traces: registry.count, openTraces: registry.openCount, viewers: viewers.count,
          bytes: budget?.used, lag: lag,
          sent: viewers.reduce(state.sent) { $0 + $1.sent },
          gaps: viewers.reduce(state.gaps) { $0 + $1.gaps }, refused: refusals.counts)
      }
    }
  }

  private func lag(of viewers: some Sequence<Viewer>) -> Counters.Lag {
    var lag = Counters.Lag()
    let now = clock.now
    // Of those who see one trace only the slowest matters, so each log is looked at once.
    var slowest: [Int: Viewer.Place] = [:]
    for viewer in viewers {
      if viewer.removedTraces != nil {
        let places = viewer.places
        var total = Counters.Lag()
        for place in places.values {
          total.add(place.log.backlog(after: place.number, at: now))
        }
        for log in unseen(by: viewer, besides: places) {
          total.add(log.backlog(after: .zero, at: now))
        }
        lag.formMaximum(with: total)
      } else if let place = viewer.place {
        slowest.merge(CollectionOfOne((place.log.serial, place))) {
          $1.number < $0.number ? $1 : $0
        }
      }
    }
    for place in slowest.values {
      lag.formMaximum(with: place.log.backlog(after: place.number, at: now))
    }
    return lag
  }

  /// The logs that a viewer of all traces will find when it looks the next time.
  private func unseen(by viewer: Viewer, besides places: [Int: Viewer.Place]) -> [TraceLog] {
    guard let mark = viewer.lookedUntil else { return [] }
    return changes.list.read { list in
      (list.logs(since: mark) + (viewer.removedTraces?.logs ?? []))
        .filter { places[$0.serial] == nil }
    }
  }
}

extension StatusBuffer.Counters.Lag {
  fileprivate mutating func add(_ other: Self) {
    events += other.events
    time = max(time, other.time)
  }

  fileprivate mutating func formMaximum(with other: Self) {
    events = max(events, other.events)
    time = max(time, other.time)
  }
}

extension TraceLog {
  /// What a reader that has the events up to a number has still to get.
  fileprivate func backlog(
    after number: SequenceNumber, at now: Duration
  ) -> StatusBuffer.Counters.Lag {
    signal.read { state in
      let events = state.newest.rawValue - number.rawValue
      guard events > 0, var next = try? state.read(after: number, limit: 1, in: .none),
        let oldest = next.popFirst()
      else { return StatusBuffer.Counters.Lag() }
      return StatusBuffer.Counters.Lag(
        events: events, time: max(.zero, now - openedAt - oldest.time))
    }
  }
}

extension StatusBuffer {
  /// How a drain went.
  public enum DrainOutcome: Sendable, Hashable {
    /// Every viewer has gone.
    case allGone
    /// The deadline came while this many viewers were there, each in a write that does not return or
    /// about to end at its next look.
    case deadlinePassed(viewers: Int)
    /// The task was cancelled while this many viewers were there.
    case cancelled(viewers: Int)
  }

  /// Whether the buffer was told to ``drain(within:)``, which can't be taken back.
  public var isDraining: Bool { viewers.isDraining }

  /// Whether the buffer drains and viewers may take no longer.
  @inline(never)
  var isPastDrainDeadline: Bool { viewers.deadline.map { clock.now >= $0 } ?? false }

  /// Ends the viewers' connections before a server stops, and waits until they have gone.
  ///
  /// The buffer is closed as by ``close()``. Each viewer is sent what there is and then ends: a
  /// delivery closes its sink and returns ``DeliveryEnding/draining``, unless it came to the end of its
  /// trace; ``Events`` throws ``BufferError/Code/draining``. No end is invented for a trace that goes
  /// on, so a client reconnects to where it was, as after any other disconnection. Waiting viewers end
  /// at once, those of a polling monitor at its next look, within a second at the latest. After the
  /// deadline nothing more is begun to be sent: a viewer that is behind ends with what it has, one
  /// whose write never returns stays. A viewer that comes meanwhile is refused with
  /// ``BufferError/Code/draining`` and sent nothing.
  ///
  /// Agents go on as they would: what they publish in traces that are open is kept, and can be read by
  /// hand, but no viewer waits for it.
  ///
  /// The call returns the earlier of the two, that all have gone or that its own deadline has come; a
  /// cancelled one at once, the drain itself going on. If it is called again, from whatever task, the
  /// earliest deadline counts for the viewers.
  ///
  /// - Parameter time: how long viewers may take, by the buffer's clock; `nil` for as long as they need.
  ///   Nothing waits for a time that is zero or negative, and more than a century is for ever.
  @discardableResult
  public func drain(within time: Duration?) async -> DrainOutcome {
    let deadline = time?.finite.map { clock.now + $0 }
    close()
    viewers.drain(by: deadline)
    let parker = Parker()
    while true {
      let remaining = viewers.count
      if remaining == 0 { return .allGone }
      if Task.isCancelled { return .cancelled(viewers: remaining) }
      if let deadline, clock.now >= deadline { return .deadlinePassed(viewers: remaining) }
      await clock.wait(in: parker, until: deadline) { await viewers.awaitLeaving(in: parker) }
    }
  }
}
