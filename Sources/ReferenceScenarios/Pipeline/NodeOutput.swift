internal import StateLocking

/// What a node produces, fanned out to any number of successors.
final class NodeOutput<Value: Sendable>: Sendable {
  private let inboxes = Lock<[Inbox<Value>]>([])

  /// Makes a node's inbox one of the successors.
  func connect(to inbox: Inbox<Value>) {
    inbox.addProducer()
    inboxes.withLock { $0.append(inbox) }
  }

  /// Hands a value to every successor.
  func send(_ value: Value) {
    for inbox in inboxes.withLock({ $0 }) { inbox.send(value) }
  }

  /// Tells every successor that nothing more will come from here.
  func close() {
    for inbox in inboxes.withLock({ $0 }) { inbox.removeProducer() }
  }
}
