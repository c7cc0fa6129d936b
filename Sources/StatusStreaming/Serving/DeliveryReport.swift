internal import StateLocking

/// Tells once what became of a delivery, at the latest when nobody holds it any more.
final class DeliveryReport: Sendable {
  private let delivery: Lock<Delivery<Cursor>?>
  private let receiver: (@Sendable (Delivery<Cursor>) -> Void)?

  init(cursor: Cursor, to receiver: (@Sendable (Delivery<Cursor>) -> Void)?) {
    delivery = Lock(Delivery(cursor: cursor, ending: .cancelled))
    self.receiver = receiver
  }

  deinit {
    if let delivery = take() { receiver?(delivery) }
  }

  /// Takes note of how far the delivery has come, and of what its viewer misses.
  func note(cursor: Cursor, untoldLosses: Int) {
    delivery.withLock { delivery in
      delivery?.cursor = cursor
      delivery?.untoldLosses = untoldLosses
    }
  }

  /// Tells what became of the delivery.
  func end(_ delivery: Delivery<Cursor>) {
    if take() != nil { receiver?(delivery) }
  }

  private func take() -> Delivery<Cursor>? {
    delivery.withLock { delivery in
      let taken = delivery
      delivery = nil
      return taken
    }
  }
}
