import StatusStreaming

/// A server whose writers belong to one task, as those of the usual ones do.
enum ResponseExample {
  /// What a response's body is written with; not `Sendable`.
  protocol ResponseWriter {
    @concurrent mutating func write(_ bytes: [UInt8]) async throws
    @concurrent mutating func finish() async throws
  }

  private final class Channel: ResponseWriter {
    var count = 0

    @concurrent func write(_ bytes: [UInt8]) async throws {
      count += bytes.count
    }

    @concurrent func finish() async throws {}
  }

  static let buffer = ServerExample.buffer

  /// Answers a request.
  @concurrent
  static func respond(
    _ body: @concurrent @Sendable (inout any ResponseWriter) async throws -> Void
  ) async throws {
    var writer: any ResponseWriter = Channel()
    try await body(&writer)
  }
}
