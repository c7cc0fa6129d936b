import EventStreamRoutes
import Hummingbird
import StatusConformance
import StatusStreaming

/// The kit over servers of this process, through sockets.
enum ServerChecks {
  static var all: [Check] {
    [
      Check(server(.resumable), breaks: nil),
      Check(server(.reference), breaks: nil),
      Check(
        example(
          "splits at CR and LF as characters", PipelineProfile { TextDecoder() }, streamSplitting),
        breaks: 703),
      Check(
        example(
          "loses the last event on a disconnect", .eventStream(.resumable), streamForgetting),
        breaks: 501),
      Check(
        example(
          "begins anew on each reconnect", .eventStream(.resumable), streamReplaying),
        breaks: 501),
    ]
  }

  private static func server(_ profile: EventStreamEncoder.Profile) -> PipelineVerification {
    PipelineVerification(
      profile: .eventStream(profile), name: "Hummingbird, \(profile)",
      capabilities: profile == .resumable ? [.resumable, .heartbeats] : [],
      execution: .real(timeout: .seconds(40), runs: 31)
    ) { _ in
      let epoch = Epoch(number: .random(in: .min ... .max))
      let buffer = StatusBuffer(configuration: .init(epoch: epoch))
      let server = try await LocalServer.start(viewersOf: buffer, as: profile)
      return PipelineUnderTest(publishingTo: buffer, port: server.port) {
        await buffer.drain(within: .milliseconds(500))
        await server.stop()
      }
    }
  }

  private static func example(
    _ name: String, _ profile: PipelineProfile, _ stream: @escaping Streaming
  ) -> PipelineVerification {
    PipelineVerification(
      profile: profile, name: "an example that \(name)", capabilities: [.resumable],
      execution: .real(timeout: .seconds(40), runs: 25)
    ) { _ in
      let log = ExampleLog()
      let server = try await LocalServer.start(exampleRouter(log, streaming: stream))
      return PipelineUnderTest { event in
        log.publish(event)
      } connect: { trace, lastEventID in
        try await HTTPViewer.connect(
          to: server.port, "/runs/\(trace)", lastEventID: lastEventID)
      } stop: {
        await server.stop()
      }
    }
  }
}
