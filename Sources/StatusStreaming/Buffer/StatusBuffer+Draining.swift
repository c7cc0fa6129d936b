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
