import StatusStreaming
import Testing

@testable import status_bench

@Suite("The wire suite")
struct WireSuiteTests {
  @Test("has floors that write what the encoders write", arguments: PlainEncoder.Format.allCases)
  func floors(format: PlainEncoder.Format) throws {
    var plain = PlainEncoder(format)
    for (index, update) in ReferenceRun.updates.enumerated() {
      plain.encode(update, number: index + 1)
    }
    let written =
      switch format {
      case .eventStream: try bytes(of: EventStreamEncoder(profile: .reference))
      case .resumableEventStream:
        try bytes(of: EventStreamEncoder(profile: .resumable, reconnectionTime: nil))
      case .webSocket: try bytes(of: WebSocketStatusEncoder())
      case .terminal: try bytes(of: TerminalEncoder(), after: "\n")
      case .agUI: try bytes(of: EventStreamEncoder(profile: .agUI(threadID: "t")), after: "\n\n")
      }
    #expect(
      String(decoding: plain.bytes, as: UTF8.self) == String(decoding: written, as: UTF8.self))
  }

  @Test("has a floor that reads what the decoder reads")
  func reading() throws {
    var types: [String] = []
    var ids: [String] = []
    var data: [[UInt8]] = []
    NaiveEventStream.read(try bytes(of: EventStreamEncoder(profile: .resumable))) { event in
      types.append(event.type)
      ids.append(event.id)
      data.append(event.data)
    }
    #expect(types == Array(repeating: "update", count: 11))
    #expect(ids == (1...11).map(String.init))
    for (update, data) in zip(ReferenceRun.updates, data) {
      var json: [UInt8] = []
      update.appendJSON(to: &json)
      #expect(data == json)
    }
  }

  /// The reference run's bytes; without what announces the output, which ends with a text.
  private func bytes(
    of encoder: some StatusEncoder, after opening: String = ""
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var encoder = encoder
    for event in ReferenceRun.events { try encoder.encode(event, into: &bytes) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard !opening.isEmpty, let end = text.firstRange(of: opening) else { return bytes }
    return Array(text[end.upperBound...].utf8)
  }
}
