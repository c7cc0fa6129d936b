import Synchronization

/// Something that is so until it is no more.
final class Flag: Sendable {
  private let state = Atomic(true)

  var isRaised: Bool { state.load(ordering: .sequentiallyConsistent) }

  func lower() {
    state.store(false, ordering: .sequentiallyConsistent)
  }
}
