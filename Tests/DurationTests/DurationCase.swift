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

  static let all = simulation + streaming + sending + scenarios + conformance + timelines

  /// Runs what may wait for ever for some real time, then cancels it and waits for its end.
  ///
  /// - Parameter endsByItself: Whether it has to end without being cancelled, be the machine busy.
  static func briefly<Value: Sendable>(
    endsByItself: Bool = false, _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Result<Value, any Error> {
    let task = Task { try await operation() }
    let limit = Task {
      try await ContinuousClock().sleep(for: endsByItself ? .seconds(60) : .milliseconds(30))
      task.cancel()
    }
    defer { limit.cancel() }
    return await task.result
  }
}
