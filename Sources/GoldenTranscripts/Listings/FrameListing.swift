public import WireDecoding

/// A WebSocket's bytes as lines for a person, one for each frame, from which the exact bytes are
/// rebuilt.
///
/// ```text
/// status-stream-frames 1
/// 8105 text 5 Hello
/// 0103 text+ 3 two
/// 8006 continuation 6  parts
/// 8900 ping 0
/// 8806 close 6 1000 done
/// ```
///
/// A line has the header's bytes, the kind with `+` if more of the message follows, the payload's
/// length in bytes, and the payload, unmasked: of a binary frame in hexadecimal, of a Close frame as
/// code and reason, else as text with escapes. A frame that the end of the bytes cuts is the last
/// line, `-` in place of its header, its kind `incomplete`.
public struct FrameListing: Sendable, Hashable {
  static let header = "status-stream-frames 1"

  /// The bytes on the wire.
  public let wire: [UInt8]
  /// The lines.
  public let bytes: [UInt8]

  /// Lists the frames of one direction of a connection.
  ///
  /// - Throws: ``IllegalFrame`` at a frame that RFC 6455 does not allow.
  public init(of wire: [UInt8]) throws(IllegalFrame) {
    self.wire = wire
    var lines = Array("\(Self.header)\n".utf8)
    var frames = FrameSequence(wire)
    while let frame = try frames.next() { lines.append(frame) }
    let rest = wire[frames.position...]
    if !rest.isEmpty {
      lines += "- incomplete \(rest.count) ".utf8
      EscapedText.append(rest, to: &lines)
      lines.append(0x0A)
    }
    bytes = lines
  }

  /// Reads a listing and rebuilds the bytes.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: how errors name the file.
  /// - Throws: ``ListingError`` at the first line that can't be read, or that is not the one way to
  ///   write what it says.
  public init(parsing bytes: [UInt8], path: String) throws(ListingError) {
    let table = LineTable(bytes)
    guard table.count > 0, table[0].elementsEqual("\(Self.header)\n".utf8) else {
      throw ListingError(.header(expected: Self.header), path: path, line: 1)
    }
    var wire: [UInt8] = []
    for index in 1..<table.count {
      var parser = FrameLineParser(table.contents(index))
      do {
        wire += try parser.parse()
      } catch {
        throw ListingError(error.code, path: path, line: index + 1, column: error.column)
      }
    }
    guard table.isTerminated else {
      throw ListingError(.unterminatedLine, path: path, line: table.count)
    }
    do {
      self = try FrameListing(of: wire)
    } catch {
      throw ListingError(.protocolViolation(error.violation), path: path, line: error.index + 2)
    }
    try Self.check(table, isSpelled: LineTable(self.bytes), path: path)
  }

  private static func check(
    _ table: LineTable, isSpelled expected: LineTable, path: String
  ) throws(ListingError) {
    for index in 0..<max(table.count, expected.count) {
      let actual = index < table.count ? table[index] : []
      let line = index < expected.count ? expected[index] : []
      if actual == line { continue }
      let column = zip(actual, line).prefix { $0 == $1 }.count + 1
      throw ListingError(.spelling, path: path, line: index + 1, column: column)
    }
  }
}

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

/// A frame that can't be listed, since RFC 6455 does not allow it.
public struct IllegalFrame: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it.
  public let violation: WebSocketProtocolError
  /// How many frames are before it.
  public let index: Int
  /// Where it begins, in bytes.
  public let offset: Int

  /// Which frame it is and what is wrong with it, in one sentence.
  public var description: String {
    "frame \(index + 1), at byte \(offset): \(violation)"
  }
}

extension [UInt8] {
  /// Appends a frame's line.
  mutating func append(_ frame: WebSocketWireFrame) {
    let payload = frame.payload[...]
    append(hexadecimal: frame.header.bytes)
    self += " \(frame.header.opcode.name)\(frame.header.isFinal ? "" : "+") \(payload.count)".utf8
    if !payload.isEmpty { append(0x20) }
    switch frame.header.opcode {
    case .binary:
      append(hexadecimal: payload)
    case .close where payload.count >= 2:
      self += "\(UInt16(payload[0]) << 8 | UInt16(payload[1]))".utf8
      if payload.count > 2 {
        append(0x20)
        EscapedText.append(payload.dropFirst(2), to: &self)
      }
    default:
      EscapedText.append(payload, to: &self)
    }
    append(0x0A)
  }
}

extension WebSocketWireFrame.Opcode {
  /// The kinds that a line can name.
  static let named: [(opcode: Self, name: String)] = [
    (.continuation, "continuation"), (.text, "text"), (.binary, "binary"), (.close, "close"),
    (.ping, "ping"), (.pong, "pong"),
  ]

  fileprivate var name: String {
    Self.named.first { $0.opcode == self }?.name ?? "reserved"
  }
}
