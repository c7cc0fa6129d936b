import NIOCore
import NIOHTTP1
import StatusStreaming

/// Where a connection is written to, which waits until the socket has taken it.
struct Output: ByteWriter, Sendable {
  let channel: any Channel
  func write(_ bytes: [UInt8]) async throws { try await flush(ByteBuffer(bytes: bytes)) }
  func send(_ part: HTTPServerResponsePart) async throws { try await flush(part) }
  func send(_ status: Int, _ headers: [(String, String)]) async throws {
    let status = HTTPResponseStatus(statusCode: status)
    try await send(.head(.init(version: .http1_1, status: status, headers: .init(headers))))
  }
  func flush(_ data: some Sendable) async throws {
    try await withTaskCancellationHandler {
      try await channel.writeAndFlush(data).get()  // Returns when the socket has taken it.
    } onCancel: {
      channel.close(promise: nil)  // Such a wait ignores cancellation, and ends with its channel.
    }
  }
}

extension HTTPRequestHead {
  /// What is asked for: the collection, and the trace.
  var path: [Substring] {
    uri.split(separator: "?")[0].split(separator: "/", maxSplits: 1)
  }
  var trace: String { path.count == 2 ? String(path[1]) : "" }
  var place: String? { uri.split(separator: "?after=").dropFirst().first.map { String($0) } }
}
