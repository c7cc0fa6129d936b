/// What the bytes that connections have in common depend on, besides the event.
///
/// Two encoders with equal formats make the same ``SharingEncoder/encodeShared(_:into:)`` of an event.
public struct SharedFormat: Sendable, Hashable {
  private let encoder: ObjectIdentifier
  private let options: Int
  private let limits: SIMD2<Int>

  /// Names a format.
  ///
  /// - Parameters:
  ///   - encoder: the encoder's type, so that formats of different encoders differ.
  ///   - options: the settings on which the bytes depend, as a number of the encoder's own.
  ///   - limits: sizes on which they depend.
  public init(_ encoder: Any.Type, options: Int = 0, limits: (Int, Int) = (0, 0)) {
    self.encoder = ObjectIdentifier(encoder)
    self.options = options
    self.limits = SIMD2(limits.0, limits.1)
  }
}
