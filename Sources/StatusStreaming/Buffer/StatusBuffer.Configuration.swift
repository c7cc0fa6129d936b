extension StatusBuffer {
  /// How much a buffer keeps, for how long, and what its history is called.
  public struct Configuration: Sendable, Hashable {
    /// What happens to an update that a full trace is given.
    public enum OverflowPolicy: Sendable, Hashable {
      /// The oldest update makes room; a reader behind it gets a gap.
      case dropOldest
      /// The new update is refused with ``BufferError/Code/full``.
      case refuse
    }

    /// The most updates kept per trace; a number below 1 counts as 1.
    public var capacity: Int
    /// What happens when a trace has that many.
    public var overflow: OverflowPolicy
    /// How long a trace is kept after its end; not at all if the time is not positive.
    public var retention: Duration
    /// The most finished traces kept, none if negative; those that ended first go first.
    public var maximumFinishedTraces: Int
    /// How long an open trace may be silent before it is failed as abandoned; `nil`, or a century
    /// and more, for ever.
    public var abandonAfter: Duration?
    /// How long a follower waits for a trace that is not open yet; a century and more is for ever.
    public var openTimeout: Duration
    /// What is refused once there is too much of it.
    public var limits: Limits
    /// The name of the buffer's history, with which what it numbers is written for clients; `nil` to
    /// write bare numbers.
    ///
    /// A server whose buffer begins empty gives it another at each start.
    public var epoch: Epoch?

    /// Of how many latest events of a trace with several viewers the encoded bytes are kept in each
    /// format, so that they are made once for all; at most 65,536, and 0 to encode for each viewer.
    public var sharedEventCount: Int
    /// How many bytes these have in each format; the newest event is kept even if it has more.
    public var sharedByteCount: Int

    /// Makes a configuration; every value has a default that suits a server.
    public init(
      capacity: Int = 10_000,
      overflow: OverflowPolicy = .dropOldest,
      retention: Duration = .seconds(300),
      maximumFinishedTraces: Int = 10_000,
      abandonAfter: Duration? = .seconds(3600),
      openTimeout: Duration = .seconds(30),
      limits: Limits = .none,
      epoch: Epoch? = nil,
      sharedEventCount: Int = 256,
      sharedByteCount: Int = 1_048_576
    ) {
      self.capacity = capacity
      self.overflow = overflow
      self.retention = retention
      self.maximumFinishedTraces = maximumFinishedTraces
      self.abandonAfter = abandonAfter
      self.openTimeout = openTimeout
      self.limits = limits
      self.epoch = epoch
      self.sharedEventCount = sharedEventCount
      self.sharedByteCount = sharedByteCount
    }
  }
}

extension StatusBuffer {
  /// How much a buffer takes on before it refuses more, so that a server's memory has a bound.
  ///
  /// What is refused leaves nothing behind: a trace that may not be opened is not there, an update
  /// takes no number, a viewer is sent nothing. Where finished traces are in the way of a new trace or
  /// update, those that ended first are let go of before their ``Configuration/retention`` is over.
  /// The end of a trace is always accepted. A limit of zero or below lets nothing in.
  public struct Limits: Sendable, Hashable {
    /// No limits.
    public static let none = Limits()

    /// The most traces held, open and finished; `nil` for any number.
    ///
    /// One more is refused with ``BufferError/Code/tooManyTraces``.
    public var traces: Int?
    /// The most viewers at once; `nil` for any number.
    ///
    /// A viewer is a delivery of a ``StatusMonitor`` or an iteration of ``StatusBuffer/Events``, from
    /// its first look until it ends in whatever way; one of all traces counts as one. Reading by hand
    /// does not count. One more is refused with ``BufferError/Code/tooManyViewers``.
    public var viewers: Int?
    /// The most bytes that the events held may come to; `nil` for any number.
    ///
    /// Each update counts as ``StatusUpdate/storedByteCount`` says and the end of a trace as 64 bytes
    /// and those of its JSON, although in memory equal texts may be shared. What is dropped, expired
    /// or removed does not count any more, even if a viewer still reads it; nor does what a
    /// ``TraceSnapshot`` of dropped updates holds, the latest plan at most. An update too many is
    /// refused with ``BufferError/Code/tooManyBytes``; the end of a trace may exceed the limit.
    ///
    /// To count costs each append some time, as long as a limit is set.
    public var bytes: Int?

    /// Makes limits.
    public init(traces: Int? = nil, viewers: Int? = nil, bytes: Int? = nil) {
      self.traces = traces
      self.viewers = viewers
      self.bytes = bytes
    }
  }
}
