internal import StateLocking

/// Something that tasks share, by a number that is equal in every run and process.
public struct SharedResource: Sendable, Hashable {
  /// The number, whose two lowest bits are zero.
  public let number: UInt64

  /// Names a resource: two of one kind and name are taken to be the same.
  ///
  /// - Parameters:
  ///   - kind: what it is, such as `trace`.
  ///   - name: which of them.
  public init(_ kind: String, _ name: String = "") {
    self.init(number: numberOfResource(kind, name))
  }

  /// Takes a resource by its number, of which all but the two lowest bits count.
  public init(number: UInt64) {
    self.number = number & ~3
  }
}
