/// What became of a viewer's connection.
public struct Delivery<Place: Sendable>: Sendable {
  /// Where to resume: what follows it has not been delivered, all before it has.
  ///
  /// A ``Cursor`` for one trace, ``TraceCursors`` for all.
  public var cursor: Place
  /// Why the delivery ended.
  public var ending: DeliveryEnding
}
