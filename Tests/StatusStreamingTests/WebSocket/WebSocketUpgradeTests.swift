import StatusStreaming
import Testing

@Suite("The opening handshake of a WebSocket")
struct WebSocketUpgradeTests {
  private static let request = [
    (name: "Host", value: "example.org"), (name: "Upgrade", value: "websocket"),
    (name: "Connection", value: "Upgrade"), (name: "Sec-WebSocket-Version", value: "13"),
    (name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ=="),
  ]

  /// The request with a header in place of those of its name, or without them.
  private func request(
    _ name: String, _ values: String...
  ) -> [(name: String, value: String)] {
    Self.request.filter { $0.name != name } + values.map { (name, $0) }
  }

  private func error(
    _ headers: [(name: String, value: String)], method: String = "GET"
  ) throws -> WebSocketUpgradeError {
    try #require(throws: WebSocketUpgradeError.self) {
      try WebSocketUpgrade(method: method, headers: headers)
    }
  }

  @Test("is answered with what the client's key proves")
  func accepted() throws {
    let upgrade = try WebSocketUpgrade(method: "GET", headers: Self.request)
    #expect(upgrade.acceptKey == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(
      upgrade.responseHeaders().map { "\($0.name): \($0.value)" } == [
        "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      ])
    #expect(upgrade.subprotocols.isEmpty)
  }

  /// Pairs that Python's hashlib and base64 give.
  @Test(
    "computes accept keys",
    arguments: [
      ("x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="),
      ("AAAAAAAAAAAAAAAAAAAAAA==", "ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
      ("/////////////////////w==", "XXpj4jYzLM2yUE0C7TIgMwTQh2g="),
      ("+/+/+/+/+/+/+/+/+/+/+w==", "M0DUs3om0SqzerhOhYSMM7WQuBQ="),
    ])
  func acceptKeys(key: String, accept: String) throws {
    #expect(try WebSocketUpgrade.acceptKey(for: key) == accept)
  }

  @Test(
    "takes no key that is not the Base64 of 16 bytes",
    arguments: [
      "", "short", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
      "dGhlIHNhbXBsZSBub25jZTE=", "dGhlIHNhbXBsZSBub25jZTEy", "dGhlIHNhbXBsZSBub25j!Q==",
      "dGhlIHNhbXBsZSBub25j-Q==", "=GhlIHNhbXBsZSBub25jZQ==", " dGhlIHNhbXBsZSBub25jZQ==",
      "dGhlIHNhbXBsZSBub25jé==", String(repeating: "A", count: 1_000),
    ])
  func malformedKey(key: String) throws {
    let error = try #require(throws: WebSocketUpgradeError.self) {
      try WebSocketUpgrade.acceptKey(for: key)
    }
    #expect(error.code == .malformedKey(key))
    #expect(error.status == 400)
    #expect(error.description.utf8.count < 200)
  }

  @Test("compares names and tokens as HTTP does")
  func spellings() throws {
    for headers in [
      request("Upgrade", "WebSocket"), request("Upgrade", "h2c, ,websocket"),
      request("Upgrade", "h2c", "WEBSOCKET "), request("Connection", "keep-alive, UPGRADE"),
      request("Connection", "keep-alive", "\tupgrade"), request("Sec-WebSocket-Version", " 13 "),
      Self.request.map { ($0.name.lowercased(), $0.value) },
      Self.request.map { ($0.name.uppercased(), $0.value) }, Self.request.reversed(),
    ] {
      #expect(throws: Never.self) { try WebSocketUpgrade(method: "GET", headers: headers) }
    }
  }

  @Test("is refused as a bad request for whatever is missing or wrong")
  func badRequests() throws {
    let expected: [([(name: String, value: String)], WebSocketUpgradeError.Code)] = [
      (request("Upgrade"), .missingToken("websocket", header: "Upgrade")),
      (request("Upgrade", "websockets"), .missingToken("websocket", header: "Upgrade")),
      (request("Upgrade", "web socket"), .missingToken("websocket", header: "Upgrade")),
      (request("Connection"), .missingToken("upgrade", header: "Connection")),
      (request("Connection", "close"), .missingToken("upgrade", header: "Connection")),
      (request("Connection", "upgraded"), .missingToken("upgrade", header: "Connection")),
      (request("Sec-WebSocket-Version"), .missingHeader("Sec-WebSocket-Version")),
      (request("Sec-WebSocket-Version", ""), .malformedVersion("")),
      (request("Sec-WebSocket-Version", "13, 8"), .malformedVersion("13, 8")),
      (request("Sec-WebSocket-Version", "thirteen"), .malformedVersion("thirteen")),
      (request("Sec-WebSocket-Version", "13", "13"), .repeatedHeader("Sec-WebSocket-Version")),
      (request("Sec-WebSocket-Key"), .missingHeader("Sec-WebSocket-Key")),
      (request("Sec-WebSocket-Key", "short"), .malformedKey("short")),
      (
        request("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="),
        .repeatedHeader("Sec-WebSocket-Key")
      ),
      ([], .missingToken("websocket", header: "Upgrade")),
    ]
    for (headers, code) in expected {
      let error = try error(headers)
      #expect(error.code == code)
      #expect(error.status == 400)
      #expect(error.headers.isEmpty)
      #expect(!error.description.isEmpty)
    }
    for method in ["POST", "get", "CONNECT", ""] {
      #expect(try error(Self.request, method: method).code == .method(method))
    }
  }

  @Test(
    "tells a client of another version which one is spoken", arguments: ["8", "7", "14", "255"])
  func otherVersion(version: String) throws {
    let error = try error(request("Sec-WebSocket-Version", version))
    #expect(error.code == .version(version))
    #expect(error.status == 426)
    #expect(
      error.headers.map { "\($0.name): \($0.value)" } == [
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      ])
  }

  @Test("names the subprotocols that are offered, and the one that is spoken")
  func subprotocols() throws {
    let headers = request("Sec-WebSocket-Protocol", "status.v1, bearer", "x")
    let upgrade = try WebSocketUpgrade(method: "GET", headers: headers)
    #expect(upgrade.subprotocols == ["status.v1", "bearer", "x"])
    let last = try #require(upgrade.responseHeaders(subprotocol: "status.v1").last)
    #expect(last == ("Sec-WebSocket-Protocol", "status.v1"))
  }
}
