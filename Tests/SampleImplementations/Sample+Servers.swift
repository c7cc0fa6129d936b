import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What servers are found to have: the bugs of writers by hand, and styles that few think of.
extension Sample {
  static let sinksOfServers: [Sample] = [
    // `<` for `<=` at one of the two lengths at which the form changes.
    webSocket(
      "65,535 bytes with a length of eight", breaks: 710, saying: "more bytes than it needs"
    ) {
      $0.rewrite = { _, bytes in
        guard bytes.starts(with: [0x81, 126, 0xFF, 0xFF]) else { return }
        bytes.replaceSubrange(1..<4, with: [127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
      }
    },
    // A number that is made for people has separators.
    Sample(
      "step ids in groups of three digits", breaks: 104, saying: "malformed number",
      SinkVerification(name: "grouped digits", decoder: { TerminalStatusDecoder() }) {
        ClosureSink(TerminalEncoder(), $0) { sink in
          sink.rewrite = { event, bytes in
            guard case .update(let update) = event.payload, let id = update.roadmapStepID,
              id > 999
            else { return }
            var text = String(decoding: bytes, as: UTF8.self)
            guard let place = text.firstRange(of: "[Step \(id)]") else { return }
            text.replaceSubrange(place, with: "[Step \(id / 1_000),\("\(id)".suffix(3))]")
            bytes = Array(text.utf8)
          }
        }
      }),
    Sample(
      "the end is not counted where it takes no bytes", breaks: 102, saying: "after the terminal",
      SinkVerification(
        name: "counted blocks", capabilities: [.bounded, .batches],
        decoder: { EventStreamStatusDecoder(profile: .reference) }
      ) { BlockCountingSink($0) }),
    Sample(
      "a heartbeat that is left out counts as written", breaks: 711, saying: "no write",
      SinkVerification(
        name: "starved heartbeats", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { SparingSink(wire: $0, countsTheLeftOut: true) }),
    Sample(
      correct: "lines that end with CR, and data in several",
      SinkVerification(
        name: "restyled", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        ClosureSink(EventStreamEncoder(profile: .resumable), $0) { sink in
          sink.rewrite = { _, bytes in bytes = RestyledStream.restyle(bytes) }
          sink.beat = { bytes in if !bytes.isEmpty { bytes = Array(":still here\r".utf8) } }
        }
      }),
    Sample(
      correct: "frames cut within characters, and pings between them",
      SinkVerification(
        name: "cut characters", capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { FragmentingSink($0) }),
    Sample(
      correct: "five bytes a write, each if the task is not cancelled",
      SinkVerification(name: "five bytes", decoder: { TerminalStatusDecoder() }) {
        TerminalSink(writer: PieceWriter(wire: $0, size: 5, asksFirst: true))
      }),
    Sample(
      correct: "four small events a write, a large one behind them",
      SinkVerification(
        name: "holding", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { HoldingSink($0) }),
  ]

  static let deliveriesOfServers: [Sample] =
    [
      (
        "takes one page for the rest", 102, "Planning (201)", [.bounded],
        HastyLoops.takesOnePageForTheRest
      ),
      (
        "follows again from the beginning", 103, "again", [.bounded, .resumable],
        HastyLoops.followsFromTheBeginning
      ),
      (
        "trusts an actor to keep calls apart", 108, "a heartbeat",
        [.bounded, .resumable, .heartbeats], HastyLoops.trustsAnActor
      ),
    ].map { (name: String, rule: Int, message: String, able: Set<ConformanceCapability>, loop) in
      Sample(
        name, breaks: rule, saying: message,
        DeliveryVerification(name: name, capabilities: able, loop))
    } + [
      Sample(
        correct: "a reader that is asked",
        DeliveryVerification(
          name: "asks a reader", capabilities: [.bounded, .resumable], AskingLoops.asksAReader)),
      Sample(
        correct: "a page ahead",
        DeliveryVerification(
          name: "a page ahead", capabilities: [.bounded, .resumable], AskingLoops.readsAhead)),
      Sample(
        correct: "pages that double, heartbeats by a race",
        DeliveryVerification(
          name: "doubling", capabilities: [.bounded, .resumable, .heartbeats],
          AskingLoops.doublesPages)),
      Sample(
        correct: "a monitor that is begun again",
        DeliveryVerification(
          name: "begun again",
          capabilities: [.bounded, .resumable, .heartbeats, .sizeLimit, .closing],
          sendTimeout: .seconds(20), AskingLoops.beginsAgain)),
    ]
}
