/// A number as a JSON text spells it, so that reading it decides nothing about its precision.
public struct JSONNumber: Sendable, Hashable {
  /// The characters of the number, as in `0.750000000` or `1e6`.
  public let text: String

  init(text: String) {
    self.text = text
  }

  /// The value of a number without fraction or exponent, unless it is beyond the range of `Int`.
  public var integer: Int? { Int(text) }
}
