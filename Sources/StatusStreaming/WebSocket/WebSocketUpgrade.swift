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
