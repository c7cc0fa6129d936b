/// Decodes a WebSocket's bytes into frames, incrementally (RFC 6455, section 5.2).
///
/// It shows what was on the wire, down to the header's bytes, and refuses each frame that is
/// illegal in itself; whether the frames make up legal messages is for ``WebSocketMessageDecoder``.
///
/// ```swift
/// var decoder = WebSocketWireFrameDecoder(reader: .client)
/// decoder.feed([0x81, 0x02, 0x6F, 0x6B])
/// while let frame = try decoder.next() { print(frame) }
/// ```
public struct WebSocketWireFrameDecoder: Sendable {
  /// The largest payload of a frame in bytes.
  public let maximumPayloadSize: Int

  private var input = InputBuffer()
  private var frames: WebSocketFrameReader
  private var payload: [UInt8] = []
  private var failure: WebSocketProtocolError?

  /// Starts a connection after its handshake, with no extension negotiated.
  public init(reader: WebSocketWireFrame.Reader, maximumPayloadSize: Int = 1 << 24) {
    self.maximumPayloadSize = maximumPayloadSize
    frames = WebSocketFrameReader(reader: reader, expectation: .anything)
  }

  /// Whether what was read so far ends within a frame.
  public var isWithinFrame: Bool { frames.isWithinFrame }

  /// Adds the connection's next bytes, which ``next()`` then reads.
  public mutating func feed(_ chunk: [UInt8]) {
    input.append(chunk)
  }

  /// The next frame of what was fed, or `nil` when more bytes are needed.
  ///
  /// - Throws: ``WebSocketProtocolError`` at the first illegal frame, and ever after.
  public mutating func next() throws(WebSocketProtocolError) -> WebSocketWireFrame? {
    if let failure { throw failure }
    do throws(WebSocketProtocolError) {
      while let part = try frames.next(from: &input, into: &payload) {
        switch part {
        case .header(let header):
          if header.payloadLength > UInt64(maximumPayloadSize) {
            throw WebSocketProtocolError(.messageTooBig(limit: maximumPayloadSize))
          }
        case .payload(let header, isLast: true):
          var finished: [UInt8] = []
          swap(&payload, &finished)
          return WebSocketWireFrame(header: header, payload: finished)
        case .payload: break
        }
      }
      return nil
    } catch {
      input.removeAll()
      payload = []
      failure = error
      throw error
    }
  }
}
