extension WebSocketFramer {
  /// Encodes a whole message that `write` appends.
  ///
  /// Its length is known only afterwards, so the payload is written behind room for the header of a
  /// short message, as most are, and moved by a few bytes where it is longer.
  mutating func message(
    _ opcode: Opcode, into buffer: inout [UInt8], writing write: (inout [UInt8]) -> Void
  ) throws(WebSocketEncodingError) {
    switch phase {
    case .ready: break
    case .fragmenting: throw .init(.unfinishedMessage)
    case .closed: throw .init(.closed)
    }

    let start = buffer.count
    let room = 2 + maskSize
    buffer.append("\0\0")
    if maskSize > 0 { buffer.append("\0\0\0\0") }
    write(&buffer)
    let size = buffer.count - start - room
    guard size <= maximumMessageSize else {
      buffer.truncate(to: start)
      throw .init(.messageTooLarge(size: size, limit: maximumMessageSize))
    }

    if size > maximumFrameSize {
      unsplit.append(contentsOf: buffer[(start + room)...])
      buffer.truncate(to: start)
      appendFrames(opcode, unsplit[...], isFinal: true, to: &buffer)
      unsplit.empty(keeping: 1_024)
      return
    }
    let headerSize = 2 + Self.extendedLengthSize(size) + maskSize
    if headerSize > room { buffer.openGap(at: start, size: headerSize - room) }
    finishFrame(opcode, isFinal: true, at: start, headerSize: headerSize, in: &buffer)
  }

  mutating func fragment(
    _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    var sentOpcode = opcode
    var size = payload.count
    var unfinished: [UInt8] = []
    switch phase {
    case .ready: break
    case .fragmenting(let begun, let sizeBefore, let unfinishedBefore):
      guard begun == opcode else { throw .init(.unfinishedMessage) }
      sentOpcode = .continuation
      size += sizeBefore
      unfinished = unfinishedBefore
    case .closed: throw .init(.closed)
    }
    if opcode == .text {
      guard let rest = (unfinished + payload).unfinishedCharacter, !isFinal || rest.isEmpty else {
        throw .init(.invalidUTF8)
      }
      unfinished = rest
    }
    guard size <= maximumMessageSize else {
      throw .init(.messageTooLarge(size: size, limit: maximumMessageSize))
    }
    appendFrames(sentOpcode, payload[...], isFinal: isFinal, to: &buffer)
    phase = isFinal ? .ready : .fragmenting(opcode, size: size, unfinished: unfinished)
  }

  mutating func control(
    _ opcode: Opcode, _ payload: [UInt8], into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    if isClosed { throw .init(.closed) }
    guard payload.count <= 125 else { throw .init(.controlPayloadTooLarge(size: payload.count)) }
    appendFrame(opcode, payload[...], isFinal: true, to: &buffer)
  }

  private func appendFrames(
    _ opcode: Opcode, _ payload: ArraySlice<UInt8>, isFinal: Bool, to buffer: inout [UInt8]
  ) {
    var opcode = opcode
    var rest = payload
    while rest.count > maximumFrameSize {
      appendFrame(opcode, rest.prefix(maximumFrameSize), isFinal: false, to: &buffer)
      rest = rest.dropFirst(maximumFrameSize)
      opcode = .continuation
    }
    appendFrame(opcode, rest, isFinal: isFinal, to: &buffer)
  }

  private func appendFrame(
    _ opcode: Opcode, _ payload: ArraySlice<UInt8>, isFinal: Bool, to buffer: inout [UInt8]
  ) {
    let start = buffer.count
    let headerSize = 2 + Self.extendedLengthSize(payload.count) + maskSize
    buffer.append(contentsOf: repeatElement(0, count: headerSize))
    buffer.append(contentsOf: payload)
    finishFrame(opcode, isFinal: isFinal, at: start, headerSize: headerSize, in: &buffer)
  }

  /// Fills in the header of the frame from `start` to the buffer's end and masks its payload.
  private func finishFrame(
    _ opcode: Opcode, isFinal: Bool, at start: Int, headerSize: Int, in buffer: inout [UInt8]
  ) {
    let size = buffer.count - start - headerSize
    let extendedSize = Self.extendedLengthSize(size)
    let shortLength = extendedSize == 0 ? UInt8(size) : extendedSize == 2 ? 126 : 127
    var frame = buffer.mutableSpan
    frame[start] = (isFinal ? 0x80 : 0) | opcode.rawValue
    frame[start + 1] = (maskSize > 0 ? 0x80 : 0) | shortLength
    for index in 0..<extendedSize {
      let shift = 8 * (extendedSize - 1 - index)
      frame[start + 2 + index] = UInt8(truncatingIfNeeded: size >> shift)
    }
    guard case .client(let nextMaskingKey) = role else { return }
    mask(&buffer, from: start + headerSize, with: nextMaskingKey())
  }

  /// Masks the payload that begins at `start`, with the key's bytes before it.
  private func mask(_ buffer: inout [UInt8], from start: Int, with key: UInt32) {
    for index in 0..<4 {
      buffer[start - 4 + index] = UInt8(truncatingIfNeeded: key >> (24 - 8 * index))
    }
    var rotated = key
    for index in start..<buffer.count {
      rotated = rotated << 8 | rotated >> 24
      buffer[index] ^= UInt8(truncatingIfNeeded: rotated)
    }
  }

  private var maskSize: Int {
    if case .client = role { 4 } else { 0 }
  }

  /// The bytes that the length takes beyond the header's second byte, as few as can hold it.
  private static func extendedLengthSize(_ size: Int) -> Int {
    size <= 125 ? 0 : size <= 0xFFFF ? 2 : 8
  }
}
