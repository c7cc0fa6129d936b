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
