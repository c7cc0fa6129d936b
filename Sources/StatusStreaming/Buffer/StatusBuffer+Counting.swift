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
      let places = viewer.places
      if viewer.departures != nil {
        var total = Counters.Lag()
        for place in places.values {
          total.add(place.log.backlog(after: place.number, at: now))
        }
        for log in unseen(by: viewer, besides: places) {
          total.add(log.backlog(after: .zero, at: now))
        }
        lag.formMaximum(with: total)
      } else {
        slowest.merge(places) { $1.number < $0.number ? $1 : $0 }
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
      (list.logs(since: mark) + (viewer.departures?.logs ?? []))
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
