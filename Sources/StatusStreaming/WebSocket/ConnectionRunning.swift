/// Delivers to a client while something reads from it, and sees the connection to its end.
///
/// A client that goes cancels the delivery. After the delivery the client is given time to answer Close
/// with its own (RFC 6455, section 7.1.1).
///
/// - Parameters:
///   - read: returns when the client's side has ended.
///   - closeTimeout: how long to wait for that after the server's Close.
///   - clock: what that is measured with.
///   - deliver: delivers.
///   - close: writes Close, if that was not done, in the caller's task; returns whether the client can
///     still answer.
/// - Returns: what `deliver` returns.
func runConnection<Result: Sendable, C: Clock>(
  reading read: @escaping @Sendable () async -> Void, closeTimeout: Duration, clock: C,
  _ deliver: @escaping @Sendable () async -> Result,
  closing close: (Result) async -> Bool
) async -> Result where C.Duration == Duration {
  await withTaskGroup(of: Part<Result>.self) { group in
    group.addTask {
      await read()
      return .reading
    }
    group.addTask { .delivery(await deliver()) }
    var result: Result?
    for await part in group {
      guard case .delivery(let delivered) = part else {
        group.cancelAll()
        continue
      }
      result = delivered
      guard await close(delivered) else {
        group.cancelAll()
        continue
      }
      group.addTask {
        try? await clock.wait(for: closeTimeout)
        return .timeout
      }
    }
    guard let result else { preconditionFailure("a group has awaited its children") }
    return result
  }
}

/// What has ended in a connection that is delivered to and read from.
private enum Part<Result: Sendable>: Sendable {
  case reading
  case delivery(Result)
  case timeout
}
