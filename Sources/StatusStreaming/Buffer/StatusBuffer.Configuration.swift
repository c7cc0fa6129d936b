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
