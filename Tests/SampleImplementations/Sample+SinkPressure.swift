import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  /// 6xx: slow, full and broken.
  static let sinksUnderPressure: [Sample] = [
    // A stream that is made without a policy holds everything.
    Sample(
      "a queue without an end", breaks: 601, saying: "at most 64 events",
      SinkVerification(name: "endless queue", decoder: { JSONLinesStatusDecoder() }) {
        QueueSink(JSONLinesEncoder(), $0, capacity: .max)
      }),
    Sample(
      "a queue that is a little too long", breaks: 601, saying: "at most 64 events",
      SinkVerification(name: "long queue", decoder: { JSONLinesStatusDecoder() }) {
        QueueSink(JSONLinesEncoder(), $0, capacity: 66)
      }),
    eventStream("gaps are filtered", breaks: 602, saying: "no such gap") {
      $0.rewrite = { event, bytes in if case .gap = event.payload { bytes = [] } }
    },
    eventStream("gaps are refused", breaks: 602, saying: "send(run-1 #") {
      $0.change = { event in if case .gap = event.payload { throw UnknownKind() } }
    },
    // A closed connection is fed for ever.
    eventStream("try? around the write", breaks: 603, saying: "as if nothing had happened") {
      _, bytes, wire in
      try? await wire.write(bytes)
    },
    eventStream("a broken write is tried again", breaks: 603, saying: "no write after write") {
      _, bytes, wire in
      do {
        try await wire.write(bytes)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        try await wire.write(bytes)
      }
    },
    Sample(
      "an apology on a broken connection", breaks: 603, saying: "no write after write",
      SinkVerification(name: "apology", decoder: { WebSocketStatusDecoder() }) {
        SendingSink(encoder: WebSocketStatusEncoder(), wire: $0) { _, bytes, wire in
          do {
            try await wire.write(bytes)
          } catch {
            if !Task.isCancelled { try? await wire.write([0x88, 0x02, 0x03, 0xF3]) }
            throw error
          }
        }
      }),
    // What has to be written can't be once the task is cancelled.
    eventStream("a cancelled write is tried again", breaks: 604, saying: "no further write") {
      _, bytes, wire in
      while true {
        do {
          return try await wire.write(bytes)
        } catch is CancellationError {
          continue
        }
      }
    },
    Sample(
      "close waits for the writer, cancelled or not", breaks: 604, saying: "close() to return",
      SinkVerification(
        name: "patient close", decoder: { TerminalStatusDecoder(labelsTraces: true) }
      ) {
        QueueSink(
          TerminalEncoder(labelsTraces: true), $0, capacity: 16, heedsCancellation: false)
      }),
  ]
}

private struct UnknownKind: Error {}
