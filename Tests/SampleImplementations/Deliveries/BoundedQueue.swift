import StateLocking
import StatusStreaming

/// A queue that takes no more than it has room for.
///
/// A stream of tokens wakes the reader; what it drops when it has one already is nothing.
final class BoundedQueue: Sendable {
  private struct State {
    var events: [StreamEvent] = []
    var isClosed = false
  }

  private let length: Int
  private let state = Lock(State())
  private let tokens: AsyncStream<Void>
  private let token: AsyncStream<Void>.Continuation

  init(length: Int) {
    self.length = length
    (tokens, token) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Adds an event if there is room.
  ///
  /// - Returns: Whether there was.
  func push(_ event: StreamEvent) -> Bool {
    let hasRoom = state.withLock { state in
      guard state.events.count < length else { return false }
      state.events.append(event)
      return true
    }
    if hasRoom { token.yield() }
    return hasRoom
  }

  /// Says that there is no more to come.
  func close() {
    state.withLock { $0.isClosed = true }
    token.yield()
  }

  /// The next event, once there is one; `nil` at the end.
  ///
  /// - Throws: `CancellationError` if the task is cancelled.
  func next() async throws -> StreamEvent? {
    while true {
      try Task.checkCancellation()
      let found: StreamEvent?? = state.withLock { state in
        if !state.events.isEmpty { return .some(state.events.removeFirst()) }
        return state.isClosed ? .some(nil) : nil
      }
      if let found { return found }
      for await _ in tokens { break }
    }
  }
}
