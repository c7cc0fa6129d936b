import StatusConformance
import StatusStreaming

extension Sample {
  /// Whole pipelines, faulty and correct ones.
  public static let pipelines: [Sample] =
    [
      eventStream("looks at random moments", .looksAtRandomMoments, 100, "the same run"),
      eventStream("reverses what is there at once", .reversesPages, 101, "the order of emission"),
      eventStream("ends before the tail", .endsBeforeTheTail, 102, "connection is closed"),
      eventStream("overlaps pages", .overlapsPages, 103, "Planning"),
      eventStream("greets in an event", .greets, 104, "Connected"),
      eventStream("numbers by the place in a page", .numbersByPage, 105, "#"),
      eventStream("ends without an event", .endsWithoutAnEvent, 201, "the terminal event"),
      eventStream("beats after the end", .beatsAfterTheEnd, 202, "a heartbeat"),
      eventStream("puts the end first", .putsTheEndFirst, 203, "after"),
      eventStream("tells of a success where the agent failed", .tellsOfSuccess, 204, "complete"),
      eventStream("forgets at the end", .forgetsAtTheEnd, 205, "complete"),
      eventStream("never closes", .neverCloses, 206, "it stays open"),
      eventStream("tells of a failure where the agent was stopped", .tellsOfFailure, 207, "failed"),
      eventStream("answers when it is stopped", .answersWhenStopped, 208, "complete \"stopped\""),
      eventStream(
        "answers who comes after its stop", .answersAfterTheStop, 208, "complete \"stopped\""),
      eventStream("mixes traces", .mixesTraces, 401, "of another trace"),
      eventStream("resumes in a list of all traces", .resumesInAllTraces, 402, "of another trace"),
      eventStream("ends with the first viewer", .endsWithTheFirstViewer, 403, "is closed"),
      eventStream("waits for the slowest viewer", .waitsForTheSlowest, 403, "stays open"),
      eventStream("keeps the places of who has gone", .keepsPlacesOfTheGone, 403, "503"),
      eventStream("keeps what is written by name and number", .mixesUpNames, 401, "another trace"),
      eventStream("decodes names twice", .decodesNames, 102, "404"),
      eventStream("cuts large ends to whole records", .cutsLargeEnds, 201, "the terminal event"),
      eventStream("ends connections after two minutes", .rotates, 102, "is closed before the run"),
      eventStream("repeats the end to who has it", .repeatsTheEnd, 501, "nothing more"),
      eventStream("keeps who waits when it stops", .forgetsTheWaiting, 604, "was never opened"),
      eventStream("beats twenty times", .tiresOfBeating, 711, "reads nothing for"),
      eventStream("resumes inclusively", .resumesInclusively, 501, "#"),
      eventStream("skips one when it resumes", .skipsWhenResumed, 501, "as the first update"),
      eventStream("numbers heartbeats", .numbersHeartbeats, 503, "9999"),
      eventStream("subscribes after it has read", .subscribesAfterReading, 504, "#"),
      eventStream("takes an id of any history", .ignoresEpochs, 505, "e2-3"),
      eventStream("waits for what is gone", .waitsForTheGone, 506, "stays open"),
      eventStream(
        "waits for what is gone, with an id of its own", .waitsForTheKnownEpoch, 506, "stays open"),
      eventStream("takes names for one that differ in case", .foldsNames, 102, "RUN-1"),
      eventStream("remembers that a trace is not there", .remembersTheUnknown, 102, "404"),
      eventStream(
        "answers what is gone with an empty stream", .answersTheGoneWithNothing, 506,
        "a stream that ends without an event"),
      eventStream("drops what is old, in silence", .dropsInSilence, 602, "never come"),
      eventStream("knows whole numbers alone", .roundsNumbers, 104, "complete"),
      eventStream("counts too few in a gap", .countsTooFew, 602, "gap, "),
      eventStream("ignores that it is stopped", .ignoresTheStop, 604, "stays open"),
      eventStream("beats within an event", .beatsWithinAnEvent, 702, "bytes of the format"),
      eventStream("writes line breaks as they are", .writesRawBreaks, 703, "JSON"),
      eventStream("writes NUL in ids", .writesNULInIDs, 704, "\\0"),
      eventStream("loses line separators", .losesSeparators, 705, "thinking"),
      eventStream("cuts characters", .cutsCharacters, 706, "é"),
      eventStream("never beats", .neverBeats, 711, "reads nothing for"),
    ] + otherFormats + correctPipelines

  private static let otherFormats: [Sample] = [
    Sample(
      "writes controls as they are", breaks: 708, saying: "bytes of the format",
      PipelineVerification(profile: .terminal, name: "raw controls") { run in
        LogPipeline(.writesRawControls, on: run, epoch: nil, encoder: { TerminalEncoder() }) {
          Array(String(decoding: $1, as: UTF8.self).replacing("\\u{1b}", with: "\u{1B}").utf8)
        }.underTest
      }),
    Sample(
      "masks its frames", breaks: 710, saying: "mask",
      PipelineVerification(profile: .webSocket(.resumable), name: "masked frames") { run in
        LogPipeline(
          .masksFrames, on: run, epoch: "b7",
          encoder: { WebSocketStatusEncoder(profile: .resumable) }
        ) {
          var bytes = $1
          bytes[1] |= 0x80
          return bytes
        }.underTest
      }),
    Sample(
      "leaves the Close frame to the transport", breaks: 208, saying: "without a Close frame",
      PipelineVerification(profile: .webSocket(.resumable), name: "no Close frame") { run in
        LogPipeline(
          .none, on: run, epoch: "b7", encoder: { WebSocketStatusEncoder(profile: .resumable) }
        ) { $1.withoutCloseFrame }.underTest
      }),
  ]

  private static let correctPipelines: [Sample] = [
    Sample(
      correct: "a log that is polled for each viewer",
      verification("polled log", .none, epoch: nil)),
    Sample(
      correct: "a log of a history with a name", verification("named history", .none, epoch: "b7")),
    Sample(
      correct: "a log that is served after its stop as well",
      verification("served afterwards", .servesAfterTheStop, epoch: "b7")),
    Sample(
      correct: "a task for each viewer, and a queue between",
      PipelineVerification(
        profile: .eventStream(.resumable), name: "pumps", capabilities: [.resumable]
      ) { run in
        PumpingPipeline(on: run).underTest
      }),
  ]

  private static func eventStream(
    _ name: String, _ bug: LogPipeline.Bug, _ rule: Int, _ message: String
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, verification(name, bug, epoch: "b7"))
  }

  private static func verification(
    _ name: String, _ bug: LogPipeline.Bug, epoch: Epoch?
  ) -> PipelineVerification {
    PipelineVerification(
      profile: .eventStream(.resumable), name: name, capabilities: [.resumable, .heartbeats]
    ) { run in
      LogPipeline(
        bug, on: run, epoch: epoch, beat: Array(":\n".utf8),
        encoder: { EventStreamEncoder(profile: .resumable) }
      ) { garbled($1, by: bug) }.underTest
    }
  }

  private static func garbled(_ bytes: [UInt8], by bug: LogPipeline.Bug) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    switch bug {
    case .writesRawBreaks:
      return Array(text.replacing("\\r\\n", with: "\r\n").replacing("\\n", with: "\n").utf8)
    case .writesNULInIDs: return Array("id: x\0\n".utf8) + bytes
    case .losesSeparators: return Array(text.replacing("\\u2028", with: " ").utf8)
    case .cutsCharacters:
      let place = bytes.firstIndex { $0 >= 0xC3 }
      return place.map { Array(bytes[...$0] + bytes[($0 + 2)...]) } ?? bytes
    default: return bytes
    }
  }
}
