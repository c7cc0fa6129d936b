import Testing

/// A place or several that take a duration, and a check that any will do.
struct DurationCase: Sendable, CustomTestStringConvertible {
  /// As in ``PublicDurations``.
  let names: [String]
  let check: @Sendable (Duration) async throws -> Void

  init(_ names: String..., check: @escaping @Sendable (Duration) async throws -> Void) {
    self.names = names
    self.check = check
  }

  var testDescription: String { names[0] }

  static let all = simulation + streaming + sending + scenarios + conformance

  /// Runs what may wait for ever for some real time, then cancels it and waits for its end.
  static func briefly<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Result<Value, any Error> {
    let task = Task { try await operation() }
    try await ContinuousClock().sleep(for: .milliseconds(30))
    task.cancel()
    return await task.result
  }
}
