import Synchronization

/// Whether a run that was begun is to go on, without locks, clocks or waiting.
struct RunState: Sendable {
  /// How far the run has come.
  private enum Phase: Sendable {
    case begun
    /// It ended before it was performed.
    case forestalled
    case performing, performed
  }

  /// What is to become of a run that is to be performed.
  enum Start: Sendable {
    case perform
    /// It was cancelled before.
    case cancelled
    /// It was performed before.
    case performedBefore
  }

  private var phase = Phase.begun
  /// Why the run is cancelled; `nil` if nobody has asked for it.
  private(set) var cancellation: RunCancellation?
  /// How long the run goes on when all viewers have hung up; `nil` for ever.
  private let grace: Duration?
  private var viewerCount = 0
  /// When the last viewer hung up; `nil` if there is one, or the last one has left otherwise.
  private var deserted: Duration?

  init(grace: Duration?) {
    self.grace = grace
  }

  /// When the run is to be cancelled if no viewer comes; `nil` for never.
  var deadline: Duration? {
    guard let grace, let deserted, cancellation == nil else { return nil }
    return deserted + grace
  }

  mutating func enterViewer() {
    viewerCount += 1
    deserted = nil
  }

  mutating func leaveViewer(at now: Duration, hasHungUp: Bool) {
    viewerCount -= 1
    deserted = viewerCount == 0 && hasHungUp ? now : nil
  }

  /// Asks for a cancellation; of several the first counts.
  ///
  /// - Returns: whether the run ends by it, since nobody performs it.
  mutating func cancel(_ cancellation: RunCancellation) -> Bool {
    guard self.cancellation == nil else { return false }
    switch phase {
    case .begun:
      phase = .forestalled
      self.cancellation = cancellation
      return true
    case .performing:
      self.cancellation = cancellation
      return false
    case .forestalled, .performed: return false
    }
  }

  /// Cancels a run that all viewers have hung up on.
  ///
  /// - Parameter isDraining: whether viewers are sent away, so that none can come back.
  /// - Returns: as ``cancel(_:)``.
  mutating func cancelIfDeserted(at now: Duration, isDraining: Bool) -> Bool {
    if isDraining { deserted = nil }
    guard let deadline, deadline <= now else { return false }
    return cancel(.hungUp)
  }

  mutating func start() -> Start {
    switch phase {
    case .begun:
      phase = .performing
      return .perform
    case .forestalled: return .cancelled
    case .performing, .performed: return .performedBefore
    }
  }

  /// Takes note that the agent has come to its end.
  mutating func finish() {
    phase = .performed
  }
}

/// Why a run is cancelled.
enum RunCancellation: Sendable {
  /// Somebody asked for it, with a reason or without.
  case requested(String?)
  /// All viewers have hung up.
  case hungUp

  /// What viewers read; `nil` if that is for the agent to say.
  var reason: String? {
    switch self {
    case .requested(let reason): reason
    case .hungUp: "all viewers have hung up"
    }
  }
}

/// What the handle of a run, its agent's task and its viewers have in common.
final class RunControl: Sendable {
  let signal: Signal<RunState>

  /// - Parameter grace: how long the run goes on when all viewers have hung up; `nil` for ever.
  init(grace: Duration?, noting access: SharedAccess?) {
    signal = Signal(RunState(grace: grace), noting: access)
  }

  /// Cancels a run that all viewers have hung up on, and ends its trace if nobody performs it.
  func cancelIfDeserted(_ log: TraceLog, of buffer: StatusBuffer) {
    let now = buffer.clock.now
    let isDraining = buffer.isDraining
    if signal.change({ $0.cancelIfDeserted(at: now, isDraining: isDraining) }) {
      concludeUnperformed(log, of: buffer)
    }
  }

  /// Ends the trace of a run that was cancelled before anybody has performed it.
  func concludeUnperformed(_ log: TraceLog, of buffer: StatusBuffer) {
    let reason = signal.read { $0.cancellation?.reason }
    buffer.conclude(log, with: .cancelled(reason: reason ?? "agent cancelled"))
  }
}

/// One viewer of a run that its viewers may end.
///
/// Who lets go of it without a word has hung up.
final class RunViewer: Sendable {
  private let buffer: StatusBuffer
  private let control: RunControl
  private let hasLeft = Atomic<Bool>(false)

  /// - Returns: `nil` for a run that goes on without viewers.
  init?(at log: TraceLog, of buffer: StatusBuffer) {
    guard let control = log.control else { return nil }
    self.buffer = buffer
    self.control = control
    // Nobody may have watched the time, and who comes too late finds the run cancelled.
    control.cancelIfDeserted(log, of: buffer)
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
