import StatusStreaming
import Testing

/// What a server has where it answers a request.
enum RequestExample {
  struct Request {
    let path: String
    subscript(header _: String) -> String? { nil }
  }

  static let request = Request(path: "run-1")
  static let monitor = StatusMonitor(buffer: ServerExample.buffer)

  /// Answers with a body that is written as it comes.
  static func respond(
    _ status: Int, _ headers: [(String, String)],
    _ write: (ServerExample.Body) async throws -> Void
  ) async throws {
    #expect(status == 200)
    #expect(headers.contains { $0 == ("Content-Type", "text/event-stream") })
    try await write(ServerExample.Body())
  }

  /// Answers with a text.
  static func respond(_ status: Int, _ headers: [(String, String)], _ text: String) async throws {
    Issue.record("\(status): \(text)")
  }

  /// A library's own buffer.
  struct ByteBuffer: Sendable {
    let bytes: [UInt8]
  }

  /// Answers with a body that is pulled, which a server does in a task of its own.
  static func respond<Body: AsyncSequence & Sendable>(
    _ status: Int, _: [(String, String)], _ body: Body
  ) async throws where Body.Element == ByteBuffer {
    var bytes: [UInt8] = []
    for try await buffer in body { bytes += buffer.bytes }
    #expect(status == 200)
    #expect(!bytes.isEmpty)
  }

  static func log(_ text: String) {
    #expect(text == "finished at 2")
  }
}
