import StatusStreaming
import Testing

// These tests are compiled twice, once with a user's settings and once with the package's, among which
// is NonisolatedNonsendingByDefault: that they compile is the first thing that they show.

/// A server's writer, which belongs to one task and is written to away from its actor.
private protocol ResponseWriter {
  @concurrent mutating func write(_ bytes: [UInt8]) async throws
}

private final class Channel: ResponseWriter {
  var bytes: [UInt8] = []

  @concurrent func write(_ bytes: [UInt8]) async throws {
    self.bytes += bytes
  }
}

private struct BodyWriter: ByteWriter {
  var response: any ResponseWriter

  @concurrent mutating func write(_ bytes: [UInt8]) async throws {
    try await response.write(bytes)
  }
}

private struct ChannelWriter: ByteWriter {
  let channel: Channel

  @concurrent func write(_ bytes: [UInt8]) async throws {
    try await channel.write(bytes)
  }
}

@Suite("A writer that is not sendable")
struct UnsendableWriterTests {
  private let buffer = {
    let buffer = StatusBuffer()
    try? buffer.open("a")
    _ = try? buffer.append(.thinking("x"), to: "a")
    _ = try? buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
    return buffer
  }()

  /// What the body of a response gets, whose writer the server lends.
  @concurrent
  private func written(
    by body: @concurrent @Sendable (inout any ResponseWriter) async throws -> Void
  ) async throws -> String {
    let channel = Channel()
    var writer: any ResponseWriter = channel
    try await body(&writer)
    return String(decoding: channel.bytes, as: UTF8.self)
  }

  private func expectEvents(_ text: String) {
    #expect(text.contains("id: 1\nevent: update\n"))
    #expect(text.hasSuffix("\n\n"))
    #expect(text.contains("id: 2\nevent: complete\n"))
  }

  @Test("is written to by a writer of one's own")
  func ownWriter() async throws {
    expectEvents(
      try await written { [buffer] response in
        var sink = EventStreamSink(profile: .resumable, writer: BodyWriter(response: response))
        _ = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
      })
  }

  @Test("is written to by a closure")
  func closure() async throws {
    expectEvents(
      try await written { [buffer] response in
        var response = response
        var sink = EventStreamSink(profile: .resumable) { try await response.write($0) }
        _ = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
      })
    expectEvents(
      try await written { [buffer] response in
        var response = response
        var sink = EncodingSink(encoder: EventStreamEncoder(profile: .resumable)) {
          try await response.write($0)
        }
        _ = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
      })
  }

  @Test("is lent to a delivery with time-outs")
  func lending() async throws {
    expectEvents(
      try await written { [buffer] response in
        var output = response
        var sink = EventStreamSink(profile: .resumable) { try await output.write($0) }
        _ = await StatusMonitor(buffer: buffer)
          .deliver("a", to: &sink, sendTimeout: .seconds(60))
      })
    expectEvents(
      try await written { [buffer] response in
        var sink = EventStreamSink(profile: .resumable, writer: BodyWriter(response: response))
        _ = try await StatusMonitor(buffer: buffer).admit("a").get()
          .deliver(to: &sink, sendTimeout: .seconds(60))
      })
  }

  @Test("is written to from an actor")
  @MainActor
  func actor() async throws {
    let channel = Channel()
    var sink = EventStreamSink(profile: .resumable, writer: ChannelWriter(channel: channel))
    _ = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    expectEvents(String(decoding: channel.bytes, as: UTF8.self))
  }

  @Test("fails the sink with what it throws")
  func failure() async throws {
    struct Broken: Error {}
    var sink = EventStreamSink(profile: .resumable) { _ in throw Broken() }
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    guard case .sinkFailed(is Broken) = delivery.ending else {
      Issue.record("\(delivery.ending)")
      return
    }
    #expect(delivery.cursor == .zero)
  }
}
