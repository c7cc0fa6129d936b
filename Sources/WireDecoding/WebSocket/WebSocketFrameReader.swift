/// The state machine under both decoders: it takes headers and payloads apart and refuses every
/// frame that is illegal in itself or in its place.
struct WebSocketFrameReader: Sendable {
  /// What a call has read.
  enum Part {
    /// A whole header; its payload follows, even if empty.
    case header(WebSocketWireFrame.Header)
    /// Some of the payload, or with `isLast` the rest of it.
    case payload(WebSocketWireFrame.Header, isLast: Bool)
  }

  /// Which data frames may come next.
  enum Expectation {
    case anything
    case newMessage
    case continuation
  }

  private enum State {
    case header(WebSocketWireFrame.Header)
    case payload(WebSocketWireFrame.Header, missing: Int)
  }

  let reader: WebSocketWireFrame.Reader
  var expectation: Expectation
  private var state = State.header(.init())
  private var mask: UInt32 = 0

  init(reader: WebSocketWireFrame.Reader, expectation: Expectation) {
    self.reader = reader
    self.expectation = expectation
  }

  /// The header of the frame whose payload is being read.
  var openHeader: WebSocketWireFrame.Header? {
    if case .payload(let header, _) = state { header } else { nil }
  }

  /// Whether a frame was begun and not ended.
  var isWithinFrame: Bool {
    if case .header(let header) = state { header.count > 0 } else { true }
  }

  /// Reads up to the next part's end.
  ///
  /// - Parameters:
  ///   - input: Where the bytes come from.
  ///   - payload: Where a payload's bytes go, unmasked.
  /// - Returns: `nil` when more bytes are needed.
  mutating func next(
    from input: inout InputBuffer, into payload: inout [UInt8]
  ) throws(WebSocketProtocolError) -> Part? {
    switch state {
    case .header(var header):
      while input.available > 0 {
        header.append(input.bytes[input.position])
        input.position += 1
        if try check(header) {
          mask = header.maskingKey
          state = .payload(header, missing: Int(header.payloadLength))
          return .header(header)
        }
      }
      state = .header(header)
      return nil
    case .payload(let header, let missing):
      let count = min(missing, input.available)
      if count == 0 && missing > 0 { return nil }
      payload.append(copying: input.bytes.span.extracting(input.position..<input.position + count))
      input.position += count
      if header.isMasked { mask = payload.unmask(last: count, with: mask) }
      let isLast = count == missing
      state = isLast ? .header(.init()) : .payload(header, missing: missing - count)
      return .payload(header, isLast: isLast)
    }
  }

  /// Judges a header by the bytes so far, each rule as soon as its byte is there.
  ///
  /// - Returns: Whether the header is complete.
  private func check(
    _ header: WebSocketWireFrame.Header
  ) throws(WebSocketProtocolError) -> Bool {
    if header.count == 1 {
      try checkFirstByte(header)
      return false
    }
    if header.count == 2 {
      switch reader {
      case .client: if header.isMasked { throw .init(.maskedFrame) }
      case .server: if !header.isMasked { throw .init(.unmaskedFrame) }
      }
      if header.opcode.isControl && header.lengthSize > 0 {
        throw .init(.controlFrameTooLong)
      }
    }
    let lengthEnd = 2 + header.lengthSize
    if header.count == lengthEnd && header.lengthSize > 0 {
      let length = header.payloadLength
      if length > UInt64(Int.max) { throw .init(.lengthOutOfRange) }
      if length <= (header.lengthSize == 2 ? 125 : 0xFFFF) { throw .init(.nonMinimalLength) }
    }
    return header.count == lengthEnd + (header.isMasked ? 4 : 0)
  }

  private func checkFirstByte(
    _ header: WebSocketWireFrame.Header
  ) throws(WebSocketProtocolError) {
    if header.reservedBits != 0 { throw .init(.reservedBits) }
    let opcode = header.opcode
    if opcode.isReserved { throw .init(.reservedOpcode(opcode.rawValue)) }
    if opcode.isControl {
      if !header.isFinal { throw .init(.fragmentedControlFrame) }
      return
    }
    switch expectation {
    case .anything: break
    case .newMessage: if opcode == .continuation { throw .init(.unexpectedContinuation) }
    case .continuation: if opcode != .continuation { throw .init(.interleavedMessage) }
    }
  }
}

extension [UInt8] {
  /// Unmasks the last `count` bytes (RFC 6455, section 5.3), eight at a time.
  ///
  /// - Parameters:
  ///   - count: How many bytes.
  ///   - key: The masking key, rotated so that its top byte is for the first of them.
  /// - Returns: The key rotated for the byte after the last one.
  mutating func unmask(last count: Int, with key: UInt32) -> UInt32 {
    let start = self.count - count
    let wide = (UInt64(key) << 32 | UInt64(key)).bigEndian
    unsafe withUnsafeMutableBytes { bytes in
      var offset = start
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        unsafe bytes.storeBytes(of: word ^ wide, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      var rotated = key
      while offset < bytes.count {
        rotated = rotated.rotated(left: 8)
        unsafe bytes[offset] ^= UInt8(truncatingIfNeeded: rotated)
        offset += 1
      }
    }
    return key.rotated(left: UInt32(count % 4 * 8))
  }
}

extension UInt32 {
  fileprivate func rotated(left bits: UInt32) -> UInt32 {
    bits == 0 ? self : self << bits | self >> (32 - bits)
  }
}
