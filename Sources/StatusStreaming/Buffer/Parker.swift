internal import StateLocking
import Synchronization

/// A place for one task to wait in until somebody wakes it.
///
/// A wake-up that comes while the task is not there is kept for the next time it comes, so none is
/// missed; several count as one. A second task that comes takes the place and sends the first away,
/// which is a wake-up as good as any. The task has to look for itself why it was woken, if at all for a
/// reason that still stands.
final class Parker: Sendable {
  typealias Continuation = CheckedContinuation<Void, Never>

  private enum Occupancy {
    case empty
    case woken
    case parked(Continuation)
  }

  private let occupancy = Lock(Occupancy.empty)
  private let isRetiredNow = Atomic<Bool>(false)

  /// Whether nobody will come any more.
  var isRetired: Bool { isRetiredNow.load(ordering: .relaxed) }

  /// Takes note that nobody will come any more.
  func retire() { isRetiredNow.store(true, ordering: .relaxed) }

  /// Waits until ``unpark()`` is called or the task is cancelled.
  func park() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { enter($0)?.resume() }
    } onCancel: {
      unpark()
    }
  }

  func unpark() {
    leave()?.resume()
  }

  /// Occupies the place, unless there was a wake-up already.
  ///
  /// - Returns: whom to resume once the lock is released.
  private func enter(_ continuation: Continuation) -> Continuation? {
    occupancy.withLock { occupancy in
      switch occupancy {
      case .woken:
        occupancy = .empty
        return continuation
      case .parked(let other):
        occupancy = .parked(continuation)
        return other
      case .empty:
        occupancy = .parked(continuation)
        return nil
      }
    }
  }

  /// Takes the task out if it waits; if it does not, no wake-up is kept for it.
  ///
  /// - Returns: whom to resume.
  func takeParked() -> Continuation? {
    occupancy.withLock { occupancy in
      guard case .parked(let continuation) = occupancy else { return nil }
      occupancy = .empty
      return continuation
    }
  }

  private func leave() -> Continuation? {
    occupancy.withLock { occupancy in
      guard case .parked(let continuation) = occupancy else {
        occupancy = .woken
        return nil
      }
      occupancy = .empty
      return continuation
    }
  }
}
