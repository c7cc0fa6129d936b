import HTTPTypes
import Hummingbird
import NIOCore
import StatusStreaming

/// A request, and the channel that it came on.
package struct Context: RequestContext {
  package var coreContext: CoreRequestContextStorage
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    (coreContext, channel) = (.init(source: source), source.channel)
  }
}

extension Request {
  /// What a client that comes again has seen last.
  package var lastEventID: String? {
    HTTPField.Name(EventStreamHTTP.lastEventID).flatMap { headers[$0] }
  }
}

extension StatusMonitor {
  /// Answers a viewer with the events of a trace, by default the one that a route names, or with why
  /// there are none.
  package func respond(
    to request: Request, _ context: Context, of trace: String? = nil,
    as profile: EventStreamEncoder.Profile = .resumable
  ) async throws -> Response {
    let trace = try trace ?? context.parameters.require("trace")
    let admission = await admit(trace, lastEventID: request.lastEventID)
    var headers = HTTPFields()
    for (name, value) in admission.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let body = ResponseBody { writer in
      let encoder = EventStreamEncoder(profile: profile)
      try await admission.deliver(over: &writer, encodedBy: encoder, sendTimeout: .seconds(5)) {
        try await $0.write(ByteBuffer(bytes: $1))
        // Until the event loop has come to it, the channel is not known to be full.
        try await context.channel.eventLoop.submit {}.get()
      }
      try await writer.finish(nil)
    }
    return Response(status: .init(code: admission.status), headers: headers, body: body)
  }
}
