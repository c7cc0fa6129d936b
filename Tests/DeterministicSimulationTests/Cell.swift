import StateLocking

/// A variable that tasks share without an actor, so that no message is sent to reach it.
final class Cell<Value: Sendable>: Sendable {
  private let storage: Lock<Value>

  init(_ value: Value) {
    storage = Lock(value)
  }

  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }

  func update(_ change: @Sendable (inout Value) -> Void) {
    storage.withLock { change(&$0) }
  }
}
