import EventStreamRoutes
import Hummingbird
import NIOCore
import StatusStreaming

/// Writes what a server has for a viewer who has seen some of it.
typealias Streaming =
  @Sendable (
    _ log: ExampleLog, _ trace: TraceID, _ lastSeen: Int?,
    _ write: (String) async throws -> Void
  ) async throws -> Void

/// A server in the style of an example: a route, and what it streams.
func exampleRouter(_ log: ExampleLog, streaming stream: @escaping Streaming) -> Router<Context> {
  let router = Router(context: Context.self)
  router.get("runs/:trace") { request, context in
    let trace = try TraceID(context.parameters.require("trace"))
    guard log.knows(trace) else { return Response(status: .notFound) }
    let id = request.lastEventID
    let lastSeen = id.flatMap { Int($0) }
    if id != nil, lastSeen == nil { return Response(status: .badRequest) }
    return Response(
      status: .ok, headers: [.contentType: EventStreamHTTP.mediaType],
      body: ResponseBody { writer in
        try await stream(log, trace, lastSeen) { text in
          try await writer.write(ByteBuffer(string: text))
        }
        try await writer.finish(nil)
      })
  }
  return router
}
