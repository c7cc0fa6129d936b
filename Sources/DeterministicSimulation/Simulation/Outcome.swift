/// The body of a run and what came of it.
///
/// Neither has to be `Sendable`, because a run has one thread: the caller's, which waits for the
/// end.
final class Outcome<Value>: @unchecked Sendable {
  private let body: (Simulation) async throws -> Value

  /// What the body returned or threw; a body that has not ended counts as cancelled.
  private(set) var result: Result<Value, any Error> = .failure(CancellationError())

  /// Whether the body has not ended with a value.
  var hasThrown: Bool {
    if case .failure = result { true } else { false }
  }

  init(_ body: @escaping (Simulation) async throws -> Value) {
    self.body = body
  }

  func run(_ simulation: Simulation) async {
    do {
      result = .success(try await body(simulation))
    } catch {
      result = .failure(error)
    }
  }
}
