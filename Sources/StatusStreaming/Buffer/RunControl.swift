import Synchronization

/// What the handle of a run, its agent's task and its viewers have in common.
final class RunControl: Sendable {
  let signal: Signal<RunState>

  /// - Parameter grace: how long the run goes on when all viewers have hung up; `nil` for ever.
  init(grace: Duration?, noting access: SharedAccess?) {
    signal = Signal(RunState(grace: grace), noting: access)
  }
}

/// A viewer's seat in a run that its viewers may end.
///
/// Who lets go of it without a word has hung up.
final class AudienceSeat: Sendable {
  private let buffer: StatusBuffer
  private let control: RunControl
  private let hasLeft = Atomic<Bool>(false)

  /// - Returns: `nil` for a run that goes on without viewers.
  init?(at log: TraceLog, of buffer: StatusBuffer) {
    guard let control = log.control else { return nil }
    self.buffer = buffer
    self.control = control
    control.signal.change { $0.enterViewer() }
  }

  deinit { leave(hasHungUp: true) }

  /// Leaves, unless that was done before.
  func leave(hasHungUp: Bool) {
    guard !hasLeft.exchange(true, ordering: .relaxed) else { return }
    let now = buffer.clock.now
    control.signal.change { $0.leaveViewer(at: now, hasHungUp: hasHungUp) }
  }
}
