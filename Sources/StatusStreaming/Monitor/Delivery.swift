/// What became of a viewer's connection.
public struct Delivery<Cursor: Sendable>: Sendable {
  /// Where to resume: what follows it has not been delivered, all before it has.
  ///
  /// A sequence number for one trace; for all traces, a number for each.
  public var cursor: Cursor
  /// Why the delivery ended.
  public var ending: DeliveryEnding
}
