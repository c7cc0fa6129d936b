import Synchronization

/// The viewers of a buffer, and whether they are told to go.
struct ViewerTable: ~Copyable, Sendable {
  struct State: Sendable {
    fileprivate(set) var viewers: [Int: Viewer] = [:]
    /// What viewers were given that have left.
    fileprivate(set) var sent = 0
    fileprivate(set) var gaps = 0
    fileprivate var lastKey = 0
    fileprivate var isDraining = false
    /// The buffer clock's time after which nothing more is sent; `nil` for never.
    fileprivate var deadline: Duration?
  }

  /// What a viewer holds while it is there; letting go of it is to leave.
  final class Attendance: Sendable {
    let viewer: Viewer
    private let buffer: StatusBuffer
    private let key: Int

    fileprivate init(of viewer: Viewer, in buffer: StatusBuffer, key: Int) {
      self.viewer = viewer
      self.buffer = buffer
      self.key = key
    }

    deinit { buffer.viewers.remove(key) }
  }

  private let signal: Signal<State>
  private let isDrainingNow = Atomic<Bool>(false)

  init(noting access: SharedAccess?) {
    signal = Signal(State(), noting: access)
  }

  /// Whether viewers are to go once they have what there is.
  ///
  /// Read before the buffer is: what was there when the drain began is then read as well.
  var isDraining: Bool {
    signal.noteReading()
    return isDrainingNow.load(ordering: .acquiring)
  }

  var count: Int { signal.read { $0.viewers.count } }

  /// The buffer clock's time after which nothing more is sent; `nil` for never.
  var deadline: Duration? { signal.read { $0.deadline } }

  /// Lets a viewer in.
  ///
  /// - Parameter trace: what it wants to see; `nil` for all traces.
  /// - Throws: ``BufferError/Code/tooManyViewers``, ``BufferError/Code/draining``.
  func admit(
    _ viewer: Viewer, of trace: TraceID?, to buffer: StatusBuffer
  ) throws(BufferError) -> Attendance {
    let limit = buffer.configuration.limits.viewers
    let key = try signal.withState { (state) throws(BufferError) in
      if state.isDraining { throw .draining(trace) }
      if let limit, state.viewers.count >= limit { throw .tooManyViewers(trace, limit: limit) }
      state.lastKey += 1
      state.viewers[state.lastKey] = viewer
      return state.lastKey
    }
    return Attendance(of: viewer, in: buffer, key: key)
  }

  private func remove(_ key: Int) {
    let (viewer, isLast) = signal.withState { state in
      let viewer = state.viewers.removeValue(forKey: key)
      state.sent += viewer?.sent ?? 0
      state.gaps += viewer?.gaps ?? 0
      return (viewer, state.viewers.isEmpty)
    }
    viewer?.exitAll()
    if isLast { signal.change { _ in } }
  }

  /// Tells the viewers to go, by a deadline if there is one; of several the earliest counts.
  func drain(by deadline: Duration?) {
    let viewers = signal.withState { state in
      if state.isDraining, let earlier = state.deadline {
        state.deadline = min(earlier, deadline ?? earlier)
      } else {
        state.deadline = deadline
      }
      state.isDraining = true
      isDrainingNow.store(true, ordering: .releasing)
      return state.viewers
    }
    // In the order of their coming, since what they do next may depend on it.
    for (_, viewer) in viewers.sorted(by: { $0.key < $1.key }) { viewer.parker.unpark() }
  }

  /// Waits until the last viewer has left or the parker is woken otherwise.
  func awaitLeaving(in parker: Parker) async {
    await signal.wait(in: parker) { $0.viewers.isEmpty }
  }

  /// Looks at the viewers, of whom none comes or leaves meanwhile.
  func withState<Result: Sendable>(_ body: (State) -> Result) -> Result {
    // What viewers have been given they count by themselves, having read the table.
    signal.noteWriting()
    return signal.read { body($0) }
  }
}
