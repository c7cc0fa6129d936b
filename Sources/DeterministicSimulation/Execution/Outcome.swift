/// The body of a run and what came of it.
///
/// Neither has to be `Sendable`, because a run has one thread: the caller's, which waits for the end.
final class Outcome<Value>: @unchecked Sendable {
  private let body: (Simulation) async throws -> Value
  private var result: Result<Value, any Error>?

  init(_ body: @escaping (Simulation) async throws -> Value) {
    self.body = body
  }

  /// Whether the body has ended with an error.
  var hasThrown: Bool {
    if case .failure = result { true } else { false }
  }

  func run(_ simulation: Simulation) async {
    do {
      result = .success(try await body(simulation))
    } catch {
      result = .failure(error)
    }
  }

  /// The value that the body returned; a body that never ended counts as cancelled.
  func get() throws -> Value {
    guard let result else { throw CancellationError() }
    return try result.get()
  }
}
