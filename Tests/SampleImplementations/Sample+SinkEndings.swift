import GoldenTranscripts
import StateLocking
import StatusConformance
import StatusStreaming

extension Sample {
  /// 2xx, 4xx and 5xx: endings, traces, resuming.
  static let sinksWithWrongEndings: [Sample] = [
    eventStream("no end", breaks: 201, saying: "\nnone") {
      $0.rewrite = { event, bytes in if case .complete = event.payload { bytes = [] } }
    },
    eventStream("two ends", breaks: 201, saying: "another one") {
      $0.rewrite = { event, bytes in if case .complete = event.payload { bytes += bytes } }
    },
    // The terminal event has closed the connection already.
    Sample(
      "a second Close", breaks: 202, saying: "nothing after the end of the connection",
      SinkVerification(name: "second Close", decoder: { WebSocketStatusDecoder() }) { wire in
        ClosureSink(WebSocketStatusEncoder(), wire) { sink in
          sink.end = { bytes in bytes = [0x88, 0x02, 0x03, 0xE9] }
        }
      }),
    eventStream("a heartbeat after the end", breaks: 202, saying: "a heartbeat") {
      $0.beat = { bytes in bytes = Array(":\n".utf8) }
    },
    webSocket("a ping after Close", breaks: 202, saying: "nothing after the end of the connection")
    {
      $0.beat = { bytes in bytes = [0x89, 0] }
    },
    referenceStream("a heartbeat in a body that is over", breaks: 202, saying: "for a heartbeat") {
      bytes in bytes = Array(":\n\n".utf8)
    },
    Sample(
      "a second footer", breaks: 202, saying: "after the end of the connection",
      SinkVerification(name: "second footer", decoder: { TerminalStatusDecoder() }) { wire in
        ClosureSink(TerminalEncoder(), wire) { sink in
          sink.rewrite = { event, bytes in
            guard case .failed = event.payload else { return }
            bytes += "  └───────────────────────────────────────\n".utf8
          }
        }
      }),
    Sample(
      "a keep-alive that outlives the connection", breaks: 202, saying: "once close() has returned",
      SinkVerification(decoder: { JSONLinesStatusDecoder() }) { OutlivingSink(wire: $0) }),
    Sample(
      "the end overtakes what is queued", breaks: 203, saying: "after all updates",
      SinkVerification(decoder: { EventStreamStatusDecoder(profile: .resumable) }) {
        OvertakingSink(wire: $0)
      }),
    eventStream("no word of a failure", breaks: 204, saying: "no terminal event") {
      $0.rewrite = { event, bytes in if case .failed = event.payload { bytes = [] } }
    },
    eventStream("a failure told as a success", breaks: 204, saying: "complete \"Sorry\"") {
      $0.change = { event in
        if case .failed = event.payload {
          event.payload = .complete(FinalAnswer(text: "Sorry"))
        }
      }
    },
    // The message of an error the client is not to see is a placeholder; this one is for clients.
    eventStream("a failure without its message", breaks: 204, saying: "with the message") {
      $0.change = { event in
        if case .failed = event.payload { event.payload = .failed(message: "internal error") }
      }
    },
    eventStream("a cancellation told as a failure", breaks: 207, saying: "failed \"") {
      $0.change = { event in
        if case .cancelled(let reason) = event.payload { event.payload = .failed(message: reason) }
      }
    },
    eventStream("no word of a cancellation", breaks: 207, saying: "no terminal event") {
      $0.rewrite = { event, bytes in if case .cancelled = event.payload { bytes = [] } }
    },
    eventStream("a cancellation without its reason", breaks: 207, saying: "with the reason") {
      $0.change = { event in
        if case .cancelled = event.payload { event.payload = .cancelled(reason: "") }
      }
    },
    // What close() writes makes each close look like the end.
    Sample(
      "an end that is written by the close", breaks: 208, saying: "before the run had ended",
      SinkVerification(decoder: { NoteLineDecoder() }) { ClosingLineSink(NoteLineSink(wire: $0)) }),
    Sample(
      "one footer for every end", breaks: 208, saying: "before the run had ended",
      SinkVerification(name: "one footer", decoder: { TerminalStatusDecoder() }) { wire in
        ClosureSink(TerminalEncoder(), wire) { sink in
          sink.end = { bytes in
            if !bytes.isEmpty { bytes = Array("  └───────────────────────────────────────\n".utf8) }
          }
        }
      }),
    // What says that all is well is written when the last event was an end, whatever else is open.
    Sample(
      "an end of a connection of which one trace has ended", breaks: 208, saying: "has not ended",
      SinkVerification(name: "whole by the last", decoder: { ClosedListingDecoder() }) {
        ClosedListingSink($0, goesByTheLast: true)
      }),
    Sample(
      "an end of whatever connection", breaks: 208, saying: "has not ended",
      SinkVerification(name: "whole always", decoder: { ClosedListingDecoder() }) {
        ClosedListingSink($0, goesByTheLast: nil)
      }),
    Sample(
      correct: "an end of a connection of which all traces have ended",
      SinkVerification(name: "whole if all have ended", decoder: { ClosedListingDecoder() }) {
        ClosedListingSink($0, goesByTheLast: false)
      }),
    // A text that the format itself begins with is taken for its mark.
    Sample(
      "a message that looks like a step", breaks: 703, saying: "[Step 3] forged",
      SinkVerification(name: "forged marks", decoder: { TerminalStatusDecoder() }) { wire in
        ClosureSink(TerminalEncoder(), wire) { sink in
          sink.rewrite = { _, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            bytes = Array(text.replacing("\\u{5b}Step ", with: "[Step ").utf8)
          }
        }
      }),
    // The library closes the socket when the handler returns; nobody asked it for a Close frame.
    webSocket("no Close frame", breaks: 208, saying: "without a Close frame") {
      $0.rewrite = { event, bytes in bytes = bytes.withoutCloseFrame }
      $0.end = { bytes in bytes = [] }
    },
    webSocket("no Close frame after a failure", breaks: 208, saying: "without a Close frame") {
      $0.rewrite = { event, bytes in
        if case .failed = event.payload { bytes = bytes.withoutCloseFrame }
      }
    },
    webSocket("half of a Close frame", breaks: 208, saying: "ended within") {
      $0.rewrite = { event, bytes in if event.payload.isTerminal { bytes.removeLast() } }
    },
    Sample(
      "no footer under a cancelled run", breaks: 208, saying: "frame",
      SinkVerification(name: "no footer", decoder: { TerminalStatusDecoder() }) { wire in
        ClosureSink(TerminalEncoder(), wire) { sink in
          sink.rewrite = { event, bytes in
            guard case .cancelled = event.payload,
              let last = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))
            else { return }
            bytes.removeSubrange((last + 1)...)
          }
        }
      }),
    // A timer does not know that the run is over.
    webSocket(
      "a ping that the framer refuses", breaks: 209, saying: "A Close frame was already sent"
    ) {
      var frames = WebSocketFramer()
      $0.rewrite = { event, _ in
        var bytes: [UInt8] = []
        if event.payload.isTerminal { try? frames.close(into: &bytes) }
      }
      $0.checkBeat = {
        var bytes: [UInt8] = []
        try frames.ping(into: &bytes)
      }
    },
    eventStream("a heartbeat that needs an open run", breaks: 209, saying: "NoRun") {
      var hasFailed = false
      $0.rewrite = { event, _ in if case .failed = event.payload { hasFailed = true } }
      $0.checkBeat = { if hasFailed { throw NoRun() } }
    },
    Sample(
      "a sink without heartbeats that minds a late one", breaks: 209, saying: "NoRun",
      SinkVerification(name: "mindful", decoder: { TerminalStatusDecoder() }) { wire in
        ClosureSink(TerminalEncoder(), wire) { sink in
          sink.checkBeat = { throw NoRun() }
        }
      }),
    // One trace for the whole connection, where the format has room for many.
    Sample(
      "the label of the first trace for all", breaks: 401, saying: "belongs to another trace",
      SinkVerification(name: "one label", decoder: { TerminalStatusDecoder(labelsTraces: true) }) {
        wire in
        var first: TraceID?
        return ClosureSink(TerminalEncoder(labelsTraces: true), wire) { sink in
          sink.change = { event in
            first = first ?? event.trace
            event.trace = first ?? event.trace
          }
        }
      }),
    // What is kept for all connections is the last of them.
    Sample(
      "an echo on the newest connection", breaks: 401, saying: "belongs to another trace",
      SinkVerification(
        name: "echo", decoder: { EventStreamStatusDecoder(profile: .resumable) },
        makeSink: { [newest = Newest()] wire in
          let number = newest.replace(by: wire)
          return SendingSink(
            encoder: EventStreamEncoder(profile: .resumable), wire: wire
          ) { _, bytes, wire in
            try await wire.write(bytes)
            try? await newest.wire(after: number)?.write(bytes)
          }
        })),
    Sample(
      "the first trace alone", breaks: 401, saying: "\nthe end",
      SinkVerification(name: "first trace", decoder: { JSONLinesStatusDecoder() }) { wire in
        var first: TraceID?
        return ClosureSink(JSONLinesEncoder(), wire) { sink in
          sink.rewrite = { event, bytes in
            first = first ?? event.trace
            if event.trace != first { bytes = [] }
          }
        }
      }),
    // A browser takes the id from a block without data, too.
    eventStream("a heartbeat with an id", breaks: 503, saying: "the number 0") {
      $0.beat = { bytes in bytes += bytes.isEmpty ? "".utf8 : "id: 0\n\n".utf8 }
    },
    eventStream("a heartbeat that is numbered ahead", breaks: 503, saying: "the number 99") {
      $0.beat = { bytes in bytes += bytes.isEmpty ? "".utf8 : "id: 99\n\n".utf8 }
    },
    eventStream("a number without its epoch", breaks: 503, saying: "the number ") {
      $0.change = { event in event.epoch = nil }
    },
    webSocket(
      "a message's number without its epoch", breaks: 503, saying: "the number ", .resumable
    ) {
      $0.change = { event in event.epoch = nil }
    },
  ]
}

private struct NoRun: Error {}

/// The wire of the newest connection.
private final class Newest: Sendable {
  private let state = Lock<(number: Int, wire: Wire?)>((0, nil))

  /// - Returns: Which wire it is, counted from 1.
  func replace(by wire: Wire) -> Int {
    state.withLock { state in
      state = (state.number + 1, wire)
      return state.number
    }
  }

  /// The newest wire, unless it is the one with this number.
  func wire(after number: Int) -> Wire? {
    state.withLock { $0.number > number ? $0.wire : nil }
  }
}
