import StateLocking

/// The values that the connections of a run share, one of each type.
final class SharedShelf: Sendable {
  private let values = Lock<[ObjectIdentifier: any Sendable]>([:])

  /// The value of a type, made if there is none yet.
  func value<Value: Sendable>(_ make: () -> Value) -> Value {
    let made = make()
    return values.withLock { values in
      if let value = values[ObjectIdentifier(Value.self)] as? Value { return value }
      values[ObjectIdentifier(Value.self)] = made
      return made
    }
  }
}
