internal import StateLocking

/// Says that something which tasks share is touched, to a clock that wants to hear.
///
/// A simulation learns in this way which steps of its tasks can't disturb each other; to any other
/// clock nothing is said.
final class SharedAccess: Sendable {
  private let recorder: any AccessRecorder
  private let resource: UInt64

  init?(to kind: String, _ name: String = "", on clock: BufferClock) {
    guard let recorder = clock.recorder else { return nil }
    self.recorder = recorder
    resource = numberOfResource(kind, name)
  }

  @inline(never)
  func note(isWrite: Bool) {
    recorder.recordAccess(toResource: resource, isWrite: isWrite)
  }
}
