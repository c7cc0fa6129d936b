import WireDecoding

/// The whole frames in a connection's bytes, masked or not.
struct FrameSequence {
  private let bytes: [UInt8]
  private var decoder: WebSocketWireFrameDecoder
  private var isMasked: Bool
  private var index = 0
  /// Where the frame after the last one begins.
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isMasked = Self.isMasked(bytes, at: 0)
    decoder = Self.decoder(isMasked: isMasked)
    decoder.feed(bytes)
  }

  /// The next frame, or `nil` when what is left is not a whole one.
  mutating func next() throws(IllegalFrame) -> WebSocketWireFrame? {
    if Self.isMasked(bytes, at: position) != isMasked {
      isMasked.toggle()
      decoder = Self.decoder(isMasked: isMasked)
      decoder.feed(Array(bytes[position...]))
    }
    do throws(WebSocketProtocolError) {
      guard let frame = try decoder.next() else { return nil }
      index += 1
      position += frame.header.count + frame.payload.count
      return frame
    } catch {
      throw IllegalFrame(violation: error, index: index, offset: position)
    }
  }

  private static func isMasked(_ bytes: [UInt8], at position: Int) -> Bool {
    position + 1 < bytes.count && bytes[position + 1] & 0x80 != 0
  }

  /// The end that reads a frame decides whether it has to be masked, so each is read by that end
  /// for which it is right.
  private static func decoder(isMasked: Bool) -> WebSocketWireFrameDecoder {
    WebSocketWireFrameDecoder(reader: isMasked ? .server : .client, maximumPayloadSize: .max)
  }
}
