import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Bugs that show where two rare things meet: a size and a place, a name and a heartbeat.
extension Sample {
  static let rareSinks: [Sample] = [
    // What is remembered by a message is shown for another step.
    eventStream("an update remembered by its message", breaks: 104, saying: "after") {
      var known: StatusUpdate?
      $0.change = { event in
        guard case .update(let update) = event.payload, update.message != nil,
          update.roadmap == nil
        else { return }
        if known?.message != update.message { known = update }
        event.payload = .update(known ?? update)
      }
    },
    // Int, Double, NSNumber and JavaScript's numbers all end somewhere.
    eventStream("whole numbers beyond Int by way of Double", breaks: 104, saying: "complete") {
      $0.change = { event in
        guard case .complete(var answer) = event.payload else { return }
        answer.artifacts = rounded(answer.artifacts)
        answer.metadata = rounded(answer.metadata)
        event.payload = .complete(answer)
      }
    },
    Sample(
      "a large event written past those that are held", breaks: 101, saying: "order of emission",
      SinkVerification(
        name: "not holding", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { HoldingSink($0, keepsOrder: false) }),
    // A control frame has room for 125 bytes, a name may have 128.
    webSocket("the trace's name in a ping", breaks: 710, saying: "more than 125 bytes") {
      var name: [UInt8] = []
      $0.change = { event in name = Array(event.trace.rawValue.utf8) }
      $0.beat = { bytes in
        if bytes.isEmpty { return }
        let length = name.count < 126 ? [UInt8(name.count)] : [126, 0, UInt8(name.count)]
        bytes = [0x89] + length + name
      }
    },
  ]

  private static func rounded(_ object: JSONObject) -> JSONObject {
    JSONObject(object.map { ($0.key, rounded($0.value)) })
  }

  private static func rounded(_ value: JSON) -> JSON {
    switch value.content {
    case .number(let digits) where !digits.contains(where: { ".eE".contains($0) }):
      Int(digits).map { JSON($0) } ?? JSON(Double(digits) ?? 0)
    case .array(let elements): JSON(elements.map { rounded($0) })
    case .object(let object): JSON(rounded(object))
    default: value
    }
  }

  static let rareDeliveries: [Sample] = [
    Sample(
      "reads from a ring that has moved on", breaks: 102, saying: "as the first update",
      DeliveryVerification(
        name: "ring", capabilities: [.bounded], readAhead: 256, RingLoops.readsFromARing)),
    Sample(
      "counts the time of a send from the read", breaks: 614, saying: "to be waited for",
      DeliveryVerification(
        name: "page time", capabilities: [.bounded, .resumable], sendTimeout: RingLoops.timeout,
        RingLoops.timesThePage)),
  ]
}
