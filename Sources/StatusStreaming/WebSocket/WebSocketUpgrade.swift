/// A client's request to go on with a WebSocket, checked (RFC 6455, section 4.2).
///
/// The server answers with status 101 and the ``responseHeaders(subprotocol:)``, or with the status
/// and the headers of the error. Whether the request comes from where it may, by its `Origin`, and
/// whether its sender may watch, is for the server to say; that the request is HTTP/1.1 and has a
/// `Host` is seen to by its HTTP parser.
///
/// <!-- example in UpgradeExample, then #expect(status == 101 && headers.count == 3) -->
/// ```swift
/// var status = 101
/// var headers: [(name: String, value: String)]
/// do {
///   headers = try WebSocketUpgrade(method: request.method, headers: request.headers).responseHeaders()
/// } catch {
///   (status, headers) = (error.status, error.headers)
/// }
/// ```
public struct WebSocketUpgrade: Sendable, Hashable {
  /// What `Sec-WebSocket-Accept` has to say.
  public let acceptKey: String
  /// The subprotocols that the client offers, in the order of its preference.
  public let subprotocols: [String]

  /// Checks a request.
  ///
  /// Names of headers, and the tokens of `Upgrade` and `Connection`, are compared without regard to
  /// case; these two may be lists, over several headers too (RFC 9110, sections 5.6.1, 7.6.1, 7.8).
  ///
  /// - Parameters:
  ///   - method: the request's method, which has to be `GET`.
  ///   - headers: all headers of the request, in any order.
  /// - Throws: ``WebSocketUpgradeError``, which has the status to answer with.
  public init(
    method: String, headers: some Sequence<(name: String, value: String)>
  ) throws(WebSocketUpgradeError) {
    guard method == "GET" else { throw WebSocketUpgradeError(.method(method)) }
    let headers = Headers(headers)
    for (name, token) in [("Upgrade", "websocket"), ("Connection", "upgrade")]
    where !headers.tokens(of: name).contains(where: { $0.lowercased() == token }) {
      throw WebSocketUpgradeError(.missingToken(token, header: name))
    }
    let version = try headers.onlyValue(of: "Sec-WebSocket-Version")
    guard version == "13" else {
      let isNumber = !version.isEmpty && version.utf8.allSatisfy { (0x30...0x39).contains($0) }
      throw WebSocketUpgradeError(isNumber ? .version(version) : .malformedVersion(version))
    }
    acceptKey = try Self.acceptKey(for: headers.onlyValue(of: "Sec-WebSocket-Key"))
    subprotocols = headers.tokens(of: "Sec-WebSocket-Protocol")
  }

  /// The value of `Sec-WebSocket-Accept` that answers a client's key (section 4.2.2, 5.4).
  ///
  /// <!-- example, then #expect(key == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") -->
  /// ```swift
  /// let key = try WebSocketUpgrade.acceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==")
  /// ```
  ///
  /// - Parameter key: the value of `Sec-WebSocket-Key`.
  /// - Throws: ``WebSocketUpgradeError`` unless the key is the Base64 of 16 bytes.
  public static func acceptKey(for key: String) throws(WebSocketUpgradeError) -> String {
    guard Base64.isEncoding(key, ofByteCount: 16) else {
      throw WebSocketUpgradeError(.malformedKey(key))
    }
    return Base64.encode(SHA1.digest(of: Array((key + Self.identifier).utf8)))
  }

  /// The headers of the answer with status 101 (section 4.2.2).
  ///
  /// - Parameter subprotocol: which of the client's ``subprotocols`` the server speaks, if any; a
  ///   client that has offered some need not go on without one.
  public func responseHeaders(
    subprotocol: String? = nil
  ) -> [(name: String, value: String)] {
    var headers = WebSocketUpgradeError.upgradeHeaders
    headers.append(("Sec-WebSocket-Accept", acceptKey))
    if let subprotocol { headers.append(("Sec-WebSocket-Protocol", subprotocol)) }
    return headers
  }

  /// The constant with which a server shows that it has understood (section 1.3).
  private static let identifier = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
}

/// A request's headers.
private struct Headers {
  private let headers: [(name: String, value: String)]

  init(_ headers: some Sequence<(name: String, value: String)>) {
    self.headers = headers.map { ($0.name.lowercased(), $0.value) }
  }

  private func values(of name: String) -> [Substring] {
    headers.filter { $0.name == name.lowercased() }.map { $0.value[...].trimmed }
  }

  /// The value of a header that has to be there once.
  func onlyValue(of name: String) throws(WebSocketUpgradeError) -> String {
    let values = values(of: name)
    guard let value = values.first else { throw WebSocketUpgradeError(.missingHeader(name)) }
    if values.count > 1 { throw WebSocketUpgradeError(.repeatedHeader(name)) }
    return String(value)
  }

  /// The elements of a list, of which empty ones count for nothing.
  func tokens(of name: String) -> [String] {
    values(of: name).flatMap { $0.split(separator: ",") }.map { String($0.trimmed) }
      .filter { !$0.isEmpty }
  }
}

extension Substring {
  /// The text without spaces and tabs around it.
  fileprivate var trimmed: Substring {
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    let scalars = unicodeScalars.drop(while: isBlank)
    guard let end = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
    return Substring(scalars[...end])
  }
}

/// A request that asks for a WebSocket and can't have one.
public struct WebSocketUpgradeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the request.
  public enum Code: Sendable, Hashable {
    /// The method is another than `GET`.
    case method(String)
    /// A list lacks the token that asks for the upgrade.
    case missingToken(String, header: String)
    /// A header is not there.
    case missingHeader(String)
    /// A header that may be there once is there more often (RFC 6455, section 11.3).
    case repeatedHeader(String)
    /// The version is a number, but not 13.
    case version(String)
    /// The version is no number.
    case malformedVersion(String)
    /// The key is not the Base64 of 16 bytes.
    case malformedKey(String)
  }

  /// What is wrong with the request.
  public let code: Code

  init(_ code: Code) {
    self.code = code
  }

  /// What to answer with: 426, "Upgrade Required", to a client of another version, and else 400.
  public var status: Int {
    if case .version = code { 426 } else { 400 }
  }

  /// The headers to answer with, which tell a client of another version what it may speak
  /// (RFC 6455, section 4.4; RFC 9110, section 15.5.22); none for a bad request.
  public var headers: [(name: String, value: String)] {
    guard case .version = code else { return [] }
    return Self.upgradeHeaders + [("Sec-WebSocket-Version", "13")]
  }

  static let upgradeHeaders = [
    (name: "Upgrade", value: "websocket"), (name: "Connection", value: "Upgrade"),
  ]

  /// What is wrong, in one sentence.
  public var description: String {
    switch code {
    case .method(let method): "The method is \(method.escaped); a WebSocket begins with GET."
    case .missingToken(let token, let header): "The header \(header) does not list \(token)."
    case .missingHeader(let name): "The header \(name) is missing."
    case .repeatedHeader(let name): "The header \(name) is there more than once."
    case .version(let version): "The version is \(version.escaped); 13 is spoken here."
    case .malformedVersion(let version): "The version is \(version.escaped), which is no number."
    case .malformedKey(let key): "The key is \(key.escaped), which is not the Base64 of 16 bytes."
    }
  }
}

extension String {
  /// The text in quotes as it can be shown, cut where it is long.
  fileprivate var escaped: String {
    let shown = unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "'\(shown)\(unicodeScalars.count > 40 ? "…" : "")'"
  }
}

/// The Base64 encoding with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The characters that stand for bytes.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let isPadding = index > group.count
        text.append(
          isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * index) & 0x3F)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a text stands for a number of bytes, with all of its padding.
  static func isEncoding(_ text: String, ofByteCount count: Int) -> Bool {
    let characters = Array(text.utf8)
    let padding = (3 - count % 3) % 3
    return characters.count == (count + 2) / 3 * 4
      && characters.dropLast(padding).allSatisfy(alphabet.contains)
      && characters.suffix(padding).allSatisfy { $0 == UInt8(ascii: "=") }
  }
}

/// The Secure Hash Algorithm 1 (RFC 3174), of whole messages.
///
/// It is here for the opening handshake of a WebSocket alone, which proves with it that a server has
/// understood, and protects nothing.
package enum SHA1 {
  /// The 20 bytes of a message's digest.
  package static func digest(of message: some Collection<UInt8>) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    let padded = padded(message)
    for start in stride(from: 0, to: padded.count, by: 64) {
      process(padded[start..<start + 64], into: &state)
    }
    return state.flatMap(\.bytes)
  }

  /// The message with a bit, zeros, and its length in bits, so that it fills blocks of 64 bytes
  /// (section 4).
  private static func padded(_ message: some Collection<UInt8>) -> [UInt8] {
    var padded = Array(message)
    let bitCount = UInt64(padded.count) &* 8
    padded.append(0x80)
    let zeros = (120 - padded.count % 64) % 64
    padded.append(contentsOf: repeatElement(0, count: zeros))
    padded += UInt32(truncatingIfNeeded: bitCount >> 32).bytes
    padded += UInt32(truncatingIfNeeded: bitCount).bytes
    return padded
  }

  /// Works a block into the state (section 6.1).
  private static func process(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
      let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
      words.append(mixed.rotated(by: 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for (index, word) in words.enumerated() {
      let (function, constant): (UInt32, UInt32) =
        switch index {
        case 0..<20: ((b & c) | (~b & d), 0x5A82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case 40..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = a.rotated(by: 5) &+ function &+ e &+ word &+ constant
      (a, b, c, d, e) = (next, a, b.rotated(by: 30), c, d)
    }
    for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
  }
}

extension UInt32 {
  fileprivate var bytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
  }

  fileprivate func rotated(by count: UInt32) -> UInt32 {
    self << count | self >> (32 - count)
  }
}
