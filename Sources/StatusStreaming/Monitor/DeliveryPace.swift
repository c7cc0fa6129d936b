/// How often a delivery looks for more, and how much it takes at once.
struct DeliveryPace {
  /// The time from one look to the next; `nil` if the source wakes the delivery.
  let interval: Duration?
  /// How long nothing may be written before a heartbeat; `nil` for ever.
  let beat: Duration?

  /// The most events taken from the buffer at once, which bounds what a slow sink holds in memory.
  let batchLimit = 64

  /// How long nothing may come before a polling delivery waits for the next append, and only then for
  /// the next look.
  let patience = Duration.seconds(1)
}
