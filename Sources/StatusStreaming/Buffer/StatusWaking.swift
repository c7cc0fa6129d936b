/// A buffer that tells when there is more, so that a monitor is woken instead of polling.
///
/// This is all that ``StatusMonitor/Wakeup/onAppend`` needs beyond ``StatusBuffering``; a database's
/// notification or a blocking read of a stream server will do.
public protocol StatusWaking: StatusBuffering {
  /// Waits until there may be events of a trace after a cursor, or there will be none any more.
  ///
  /// It returns, to each of any number of callers at one place:
  /// - once an update or the end after the cursor is accepted, or if there is one already: whoever
  ///   calls has read up to the cursor before, and something may have come since;
  /// - once the trace has ended; and once it was removed or has expired, by returning or throwing, if
  ///   the cursor is above zero;
  /// - at once, or it throws, for a cursor that ``StatusBuffering/events(of:after:limit:)`` refuses
  ///   since it counts another epoch, or has a number above zero in a trace that is not there.
  ///
  /// A trace that is not there is waited for by those who have seen nothing of it, whether it is not
  /// open yet or was removed. Its opening alone need not end the wait, nor need a run of it that is
  /// removed before anybody looks. A cursor ahead of the newest event may be waited for or not.
  ///
  /// To return too early does no harm, for the caller looks and waits again; to return late delays
  /// what is there. It has to end when its task is cancelled, by returning or throwing.
  ///
  /// - Throws: any error if the buffer can't tell, which ends the viewer's delivery before it has read
  ///   what is there.
  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws
}
