/// What became of a viewer's connection.
public struct Delivery<Place: Sendable>: Sendable {
  /// Where to resume: what follows it has not been delivered, all before it has.
  ///
  /// A ``Cursor`` for one trace, ``TraceCursors`` for all.
  public var cursor: Place
  /// Why the delivery ended.
  public var ending: DeliveryEnding
  /// How many updates the viewer is missing without its being told, in a format that can't show a
  /// gap such as ``EventStreamEncoder/Profile/reference``: dropped by the buffer before the viewer
  /// came to them, or refused by the encoder.
  public var untoldLosses = 0
}
