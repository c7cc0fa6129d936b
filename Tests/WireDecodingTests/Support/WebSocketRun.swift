import WireDecoding

/// What a decoder made of a connection's bytes, fed in one way of cutting them.
struct WebSocketRun: Equatable {
  var events: [WebSocketMessageDecoder.Event] = []
  /// The violation that the bytes held.
  var error: WebSocketProtocolError?
  /// What the end of the bytes then was, if there was no violation.
  var ending: WebSocketProtocolError?

  init(
    _ bytes: [UInt8], reader: WebSocketWireFrame.Reader, _ chunking: Chunking = .whole,
    maximumMessageSize: Int = 1 << 24
  ) {
    var decoder = WebSocketMessageDecoder(reader: reader, maximumMessageSize: maximumMessageSize)
    do throws(WebSocketProtocolError) {
      for chunk in chunking.chunks(of: bytes) {
        decoder.feed(chunk)
        while let event = try decoder.next() { events.append(event) }
      }
    } catch {
      self.error = error
      return
    }
    do throws(WebSocketProtocolError) { try decoder.finish() } catch { ending = error }
  }
}
