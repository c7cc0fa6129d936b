import StatusStreaming
import WireDecoding

/// An encoder case of an event stream file.
struct EventStreamEncoderVector {
  /// The event to encode, or `nil` where its fields can't even be expressed.
  let input: ServerSentEvent?
  /// What a receiver must make of it, or `nil` if it may also be refused.
  let decoded: [(event: EventStreamDecoder.Event, statesTime: Bool)]?

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "note")
    var mayRefuse = false
    if try fields.stringIfPresent("refuse_or_sanitise") != nil { mayRefuse = true }
    decoded = try fields.arrayIfPresent("decoded")?.map(EventStreamVector.event)
    guard mayRefuse != (decoded != nil) else {
      throw VectorFault("either decoded or refuse_or_sanitise must be given")
    }
    var input = try VectorFields(fields.take("input"), "input")
    var event = ServerSentEvent(
      event: try input.stringIfPresent("event"), id: try input.stringIfPresent("id"),
      retry: try input.intIfPresent("retry"), comment: try input.stringIfPresent("comment"))
    var isExpressible = true
    if input.has("data_utf16") {
      let bytes = try input.hex("data_utf16")
      let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
        UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
      }
      event.data = String(validating: units, as: UTF16.self)
      isExpressible = event.data != nil
    } else {
      event.data = try input.stringIfPresent("data")
    }
    try input.finish()
    try fields.finish()
    self.input = isExpressible ? event : nil
  }

  func run() throws {
    var bytes: [UInt8] = []
    do {
      guard let input else { throw InexpressibleInput() }
      try input.append(to: &bytes)
    } catch {
      guard decoded == nil else { throw error }
      guard bytes.isEmpty else { throw VectorFault("refused, but wrote \(bytes)") }
      return
    }
    // What clears the id can be told only from a reader that has one.
    let run = EventStreamRun(bytes, resumingAfter: input?.id == nil ? "" : "earlier")
    guard let decoded else {
      let isHarmless = run.events.count <= 1 && run.events.allSatisfy { $0.text == input?.data }
      if !isHarmless { throw VectorFault("decoded to \(run.events)") }
      return
    }
    let expected = zip(decoded, run.events).map { expectation, event in
      var expected = expectation.event
      if !expectation.statesTime { expected.reconnectionTime = event.reconnectionTime }
      return expected
    }
    guard decoded.count == run.events.count && run.events == expected else {
      throw VectorFault("decoded to \(run.events)")
    }
    guard run.reconnectionTime == input?.retry else {
      throw VectorFault("gave the reconnection time \(String(describing: run.reconnectionTime))")
    }
    // Several clients take a blank line for an event where there is none.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if decoded.isEmpty, input?.id == nil, lines.dropLast().contains(where: \.isEmpty) {
      throw VectorFault("wrote a blank line: \(bytes)")
    }
  }
}
