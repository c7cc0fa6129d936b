import WireDecoding

/// A capture that is none of a stream, with what to do about it.
public struct CaptureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and the remedy.
  public let description: String

  init(_ problem: String, remedy: String) {
    description = "\(problem): \(remedy)"
  }

  init(_ error: CapturedResponseError) {
    self.init(
      "\(error)", remedy: "capture one whole response, for example with 'curl -sN -o FILE URL'")
  }

  /// Finds what is wrong with bytes as they were captured.
  static func check(_ bytes: [UInt8], for wire: CaptureWire) throws(CaptureError) {
    if bytes.isEmpty {
      throw CaptureError(
        "it is empty", remedy: "curl keeps what it has until it has more, unless -N is given")
    }
    if bytes.starts(with: [0x1F, 0x8B]) { throw compressed("gzip") }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw CaptureError(
        "it is UTF-16", remedy: "a shell has converted it; let curl write the file, with '-o FILE'")
    }
    for line in bytes.prefix(8_192).split(separator: 0x0A).prefix(80) {
      if line.starts(with: "< HTTP/".utf8) || line.starts(with: "> GET ".utf8) {
        throw CaptureError(
          "it has the lines of 'curl -v'", remedy: "leave standard error out, or use 'curl -isN'")
      }
      if line.starts(with: "  % Total".utf8) {
        throw CaptureError(
          "it has curl's progress meter", remedy: "leave standard error out, or use 'curl -isN'")
      }
    }
    if wire == .websocket, bytes.first == UInt8(ascii: "{") {
      throw CaptureError(
        "it has messages, without their frames",
        remedy: "capture the bytes of the socket, or write the messages as 'data:' lines and say "
          + "--wire sse")
    }
  }

  /// Finds what is wrong with a response whose head was captured.
  static func check(
    _ response: CapturedResponse, for wire: CaptureWire
  ) throws(CaptureError) {
    guard let status = response.status else { return }
    let expected = wire == .websocket ? 101 : 200
    guard status == expected || (wire == .agUI && status == 101) else {
      throw CaptureError(
        "the response has status \(status), not \(expected)",
        remedy: status == 204
          ? "the server has nothing more to send after the id that the client gave"
          : "it is no stream; look at the request")
    }
    if let coding = response.value(of: "content-encoding"), coding.lowercased() != "identity" {
      throw compressed(coding)
    }
    let type = response.value(of: "content-type") ?? "none"
    if wire == .sse || (wire == .agUI && status == 200),
      !type.lowercased().starts(with: "text/event-stream")
    {
      throw CaptureError(
        "the response's Content-Type is \(type.quoted)",
        remedy: "an EventSource reads text/event-stream alone; say so in the server")
    }
  }

  private static func compressed(_ coding: String) -> CaptureError {
    CaptureError(
      "it is compressed (\(coding))",
      remedy: "capture it with 'curl --compressed', or ask for no Content-Encoding")
  }
}
