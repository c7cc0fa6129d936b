import GoldenTranscripts
public import StatusStreaming
import WireDecoding

/// A stream as a client has captured it, to be judged by the rules that it can show.
///
/// What belongs to HTTP is taken away: the head of the response, as `curl -i` prints it, and chunks.
/// A listing of frames is read as the frames that it lists.
public struct Capture: Sendable {
  /// What it was written for.
  let wire: CaptureWire
  /// The stream's bytes.
  let bytes: [UInt8]
  /// What the bytes say.
  private let reading: WireReading
  /// Whether the server is known to have ended the response.
  package let isWhole: Bool
  /// Whether those are all that was captured, and in the same places.
  private let isVerbatim: Bool

  /// Reads a capture.
  ///
  /// - Throws: ``CaptureError`` if it is no stream of this kind.
  public init(_ capture: [UInt8], of wire: CaptureWire) throws(CaptureError) {
    self.wire = wire
    try CaptureError.check(capture, for: wire)
    let isListing = capture.starts(with: "status-stream-frames ".utf8)
    if isListing { try CaptureError.check(form: capture, for: wire) }
    if wire == .websocket || wire == .agUI, capture.starts(with: "status-stream-frames ".utf8) {
      do {
        bytes = try FrameListing(parsing: capture, path: "the listing").wire
      } catch {
        throw CaptureError("\(error)", remedy: "a listing is written in exactly one way")
      }
      reading = WireReading(bytes, by: wire.decoder(for: bytes))
      isWhole = false
      isVerbatim = false
      return
    }
    let response: CapturedResponse
    do { response = try CapturedResponse(parsing: capture) } catch { throw CaptureError(error) }
    try CaptureError.check(response, for: wire)
    isWhole = response.isWhole
    try CaptureError.check(form: response.body, for: wire)
    switch wire {
    case .terminal: bytes = Self.withoutReturns(response.body)
    case .agUI where response.body.first == UInt8(ascii: "{"):
      bytes = Self.framed(lines: response.body)
    default: bytes = response.body
    }
    reading = WireReading(bytes, by: wire.decoder(for: bytes))
    isVerbatim = bytes == capture
  }

  /// A terminal's driver writes CR LF for each LF, which is then what was captured.
  private static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
    let breaks = bytes.indices.filter { bytes[$0] == 0x0A }
    let isConverted = breaks.allSatisfy { $0 > 0 && bytes[$0 - 1] == 0x0D }
    guard isConverted, bytes.count(where: { $0 == 0x0D }) == breaks.count else { return bytes }
    return bytes.filter { $0 != 0x0D }
  }

  /// Whether there is anything in it to be judged: an event, or something that can't be read as one.
  public var hasEvents: Bool {
    if let agUI { return agUI.eventCount > 0 || !agUI.findings.isEmpty }
    return reading.failure != nil || !reading.events.isEmpty
  }

  /// Judges the capture.
  ///
  /// - Parameters:
  ///   - name: what it is called in the report.
  ///   - path: where it was read; `nil` if that was no file.
  ///   - events: everything that was published; `nil` if that is not known. Of several traces a format
  ///     that names none is taken to show the one that fits best.
  ///   - cursor: after which event the client came, zero for a fresh one.
  public func report(
    name: String, path: String? = nil, against events: [StreamEvent]? = nil,
    after cursor: Cursor = .zero
  ) -> ConformanceReport {
    let agUI = agUI
    // What tells of no trace says nothing of how a trace should be told.
    let isForeign = agUI.map { !$0.isOfStatus || $0.runCount > 1 || $0.isTooDeep } ?? false
    let reading =
      isForeign && events == nil
      ? WireReading(bytes, by: AGUIFrameDecoder(over: .init(of: bytes)))
      : reading
    let judgements = candidates(among: events, reading.observes).map { own in
      CaptureJudgement(
        reading, agUI: agUI, isWhole: isWhole, events: own, amongst: events ?? [], after: cursor)
    }
    let best = judgements.min { $0.violationCount < $1.violationCount } ?? judgements[0]
    return ConformanceReport(
      name: name, subject: .pipeline, isExplored: false,
      // Where a head or chunks were taken away, places are none of the file.
      entries: best.entries(), artifact: path, isVerbatim: isVerbatim)
  }

  /// What it is as a stream of AG-UI, if that is what it was captured as.
  private var agUI: AGUIStreamReading? {
    guard wire == .agUI else { return nil }
    return AGUIStreamReading(
      bytes, format: AGUIStatusDecoder(over: .init(of: bytes)).format, isWhole: isWhole,
      keepsEvents: true)
  }

  /// What the capture may have to show.
  private func candidates(
    among events: [StreamEvent]?, _ observes: Projection
  ) -> [[StreamEvent]?] {
    guard let events, !observes.contains(.traces) else { return [events] }
    var traces: [TraceID] = []
    for event in events where !traces.contains(event.trace) { traces.append(event.trace) }
    if traces.count < 2 { return [events] }
    return traces.map { trace in events.filter { $0.trace == trace } }
  }
}

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
    if status == 101, let extensions = response.value(of: "sec-websocket-extensions") {
      throw CaptureError(
        "its messages are transformed by the extension '\(extensions)'",
        remedy: "capture it from a client that offers no Sec-WebSocket-Extensions")
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
      remedy: "capture it with 'curl -sN --compressed', without -i, or ask for no Content-Encoding")
  }
}
