extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// The literal `null`.
  public init(nilLiteral: ()) { self = .null }

  /// The literals `true` and `false`.
  public init(booleanLiteral value: Bool) { self.init(value) }

  /// A whole number.
  public init(integerLiteral value: Int) { self.init(value) }

  /// A number; that of the literal's digits is not kept but the `Double` nearest to it.
  public init(floatLiteral value: Double) { self.init(value) }

  /// A string.
  public init(stringLiteral value: String) { self.init(value) }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self.init(elements) }

  /// An object of the pairs in their order; of two with one key the last value stands.
  public init(dictionaryLiteral pairs: (String, JSON)...) { self.init(JSONObject(pairs)) }
}
