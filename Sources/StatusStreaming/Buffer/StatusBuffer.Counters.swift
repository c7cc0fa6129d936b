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
