/// The name of something to wait for.
final class WaitName: Sendable {
  let text: String
  let target: StepTarget
  let resource: SharedResource

  init(_ text: String) {
    self.text = text
    target = StepTarget(named: text)
    resource = SharedResource("primitive", text)
  }

  /// The name as a wait keeps it, which costs no reference count.
  ///
  /// It is good for as long as a task waits, because whatever the task waits for outlives the wait.
  @safe struct Reference {
    private let name: Unmanaged<WaitName>

    init(_ name: WaitName) {
      unsafe self.name = .passUnretained(name)
    }

    var text: String { unsafe name.takeUnretainedValue().text }
    var resource: SharedResource { unsafe name.takeUnretainedValue().resource }
    var target: StepTarget { unsafe name.takeUnretainedValue().target }
  }

  var reference: Reference { Reference(self) }
}
