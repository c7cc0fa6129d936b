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
