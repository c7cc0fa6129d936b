import WireDecoding

/// Takes the first byte as the seed of the cuts, its lowest bit as the limit, and the rest as a client's
/// bytes.
///
/// A difference between the parser of a server's connection and the decoder, which shares nothing with
/// it, is a crash, and so is one between two ways of cutting.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let seed = input.first ?? 0
  let size = seed & 1 == 0 ? 1 << 24 : 100
  let bytes = Array(input.dropFirst())
  var generator = SeededGenerator(seed: UInt64(seed))
  let expected = WebSocketRun(bytes, reader: .server, maximumMessageSize: size)
  for chunking in [.whole, .bytes, Chunking.random(count: bytes.count, using: &generator)] {
    let run = ClientRun(bytes, chunking, maximumMessageSize: size)
    precondition(run.events == expected.events, "\(chunking)")
    precondition(run.violation == expected.error?.closeCode, "\(chunking)")
  }
  return 0
}

/// What the parser made of a client's bytes, as the decoder tells it.
private struct ClientRun {
  var events: [WebSocketMessageDecoder.Event] = []
  var violation: UInt16?

  init(_ bytes: [UInt8], _ chunking: Chunking, maximumMessageSize: Int) {
    var parser = ClientFrameParser(maximumMessageSize: maximumMessageSize)
    do throws(ClientFrameParser.Violation) {
      for chunk in chunking.chunks(of: bytes) {
        var position = 0
        while let received = try parser.next(in: chunk, from: &position) {
          let event = WebSocketMessageDecoder.Event(received)
          events.append(event)
          if case .close = event { return }
        }
      }
    } catch {
      violation = error.code.rawValue
    }
  }
}

extension WebSocketMessageDecoder.Event {
  fileprivate init(_ received: ClientFrameParser.Received) {
    self =
      switch received {
      case .text(let text): .text(text)
      case .binary(let bytes): .binary(bytes)
      case .ping(let payload): .ping(payload)
      case .pong(let payload): .pong(payload)
      case .close(let code, let reason):
        .close(code: code?.rawValue ?? 1005, reason: Array(reason.utf8))
      }
  }
}
