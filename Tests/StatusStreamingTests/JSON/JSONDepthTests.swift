import Foundation
import StatusStreaming
import Testing

@Suite("JSON that is too deep")
struct JSONDepthTests {
  private static func nested(_ levels: Int) -> JSON {
    (0..<levels).reduce(1) { value, _ in [value] }
  }

  private func encoding(
    _ answer: FinalAnswer, by encoder: some StatusEncoder
  ) -> StatusEncodingError? {
    var encoder = encoder
    var bytes: [UInt8] = []
    do throws(StatusEncodingError) {
      try encoder.encode(
        StreamEvent(trace: "a", sequence: 1, payload: .complete(answer)), into: &bytes)
      return nil
    } catch {
      #expect(bytes.isEmpty)
      return error
    }
  }

  @Test("is refused where it is written, and nowhere a crash", arguments: [121, 1_000, 100_000])
  func encoders(levels: Int) {
    let value = Self.nested(levels - 1)
    let answers = [
      FinalAnswer(text: "", artifacts: ["v": value]), FinalAnswer(text: "", metadata: ["v": value]),
    ]
    for answer in answers {
      let code = StatusEncodingError.Code.tooDeep(depth: levels, limit: 120)
      #expect(encoding(answer, by: EventStreamEncoder(profile: .resumable))?.code == code)
      #expect(encoding(answer, by: WebSocketStatusEncoder())?.code == code)
      #expect(encoding(answer, by: JSONLinesEncoder())?.code == code)
      // Which do not write it.
      #expect(encoding(answer, by: EventStreamEncoder(profile: .reference)) == nil)
      #expect(encoding(answer, by: TerminalEncoder()) == nil)
      var messages = WebSocketMessageEncoder()
      var payload: [UInt8] = []
      #expect(throws: StatusEncodingError.self) {
        try messages.encode(
          StreamEvent(trace: "a", sequence: 1, payload: .complete(answer)), into: &payload)
      }
      #expect(payload.isEmpty)
      #expect(throws: EncodingError.self) { try JSONEncoder().encode(answer) }
      #expect(answer == answer && answer.hashValue == answer.hashValue)
    }
    #expect(value.content != .null && value.description.utf8.count == 2 * (levels - 1) + 1)
  }

  @Test("is not refused as long as all can read it")
  func limit() throws {
    let answer = FinalAnswer(text: "", artifacts: ["v": Self.nested(119)])
    #expect(encoding(answer, by: EventStreamEncoder(profile: .resumable)) == nil)
    #expect(encoding(answer, by: WebSocketStatusEncoder()) == nil)
    var bytes: [UInt8] = []
    answer.appendJSON(to: &bytes)
    #expect(try JSONDecoder().decode(FinalAnswer.self, from: Data(bytes)) == answer)
  }

  @Test("is refused where it is read", arguments: [121, 1_000, 100_000])
  func readers(levels: Int) {
    let opening = ["[", #"{"a":"#]
    for text in opening.map({ String(repeating: $0, count: levels) }) {
      let error = #expect(throws: JSONParsingError.self) { try JSON(parsing: text.utf8) }
      #expect(error?.code == .tooDeep(limit: 120))
    }
    let whole = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let answer = #"{"text":"","artifacts":{"v":\#(whole)}}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FinalAnswer.self, from: Data(answer.utf8))
    }
  }

  /// A list that is as deep as it is long.
  private final class Link: Encodable {
    var next: Link?

    init(count: Int) {
      var rest: Link?
      for _ in 1..<count {
        let link = Link()
        link.next = rest
        rest = link
      }
      next = rest
    }

    private init() {}

    deinit {
      // Without it, letting go of the list would be what crashes.
      var rest = next
      next = nil
      while let link = rest {
        rest = link.next
        link.next = nil
      }
    }
  }

  private struct Wrapped: Encodable {
    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      try value.encode(Wrapped())
    }
  }

  private struct Opening: Encodable {
    let levels: Int

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      for _ in 0..<levels { list = list.nestedUnkeyedContainer() }
      try list.encode(1)
    }
  }

  @Test("is refused where it is encoded, also if it never ends")
  func encodables() throws {
    #expect(throws: EncodingError.self) { try JSON(encoding: Link(count: 100_000)) }
    #expect(try JSON(encoding: Link(count: 120)).depth == 120)
    #expect(throws: EncodingError.self) { try JSON(encoding: Link(count: 121)) }
    #expect(throws: EncodingError.self) { try JSON(encoding: Wrapped()) }
    #expect(throws: EncodingError.self) { try JSON(encoding: Opening(levels: 100_000)) }
    #expect(try JSON(encoding: Opening(levels: 119)).depth == 120)
    #expect(throws: EncodingError.self) { try JSON(encoding: Opening(levels: 120)) }
    #expect(throws: EncodingError.self) { try JSON(encoding: ["v": Self.nested(120)]) }
  }
}
