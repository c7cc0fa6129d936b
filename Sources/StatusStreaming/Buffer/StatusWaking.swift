/// A buffer that tells when there is more, so that a monitor is woken instead of polling.
///
/// This is all that ``StatusMonitor/Wakeup/onAppend`` needs beyond ``StatusBuffering``; a database's
/// notification or a blocking read of a stream server will do.
public protocol StatusWaking: StatusBuffering {
  /// Waits until there may be events of a trace after a cursor, or there will be none any more.
  ///
  /// A trace that is not open yet is waited for. Whoever calls has read up to the cursor before, and
  /// something may have come since: that has to end the wait as well. To return too early does no
  /// harm, for the caller looks and waits again; to return late delays what is there.
  ///
  /// It has to end when its task is cancelled, by returning or throwing.
  ///
  /// - Throws: any error if the buffer can't tell, which ends the viewer's delivery.
  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws
}
