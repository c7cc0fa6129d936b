import GoldenTranscripts
import RunTimelines
import StatusConformance
import StatusStreaming
import Testing

/// The pictures of captures that break a rule.
@Suite("Pictures of captures")
struct CapturePictureTests {
  @Test(
    "show what was captured, with what is to blame framed and nothing before what led to it",
    arguments: SampleCapture.all.filter { $0.broken?.isEmpty == false })
  func picture(sample: SampleCapture) throws {
    for violation in try sample.report().violations {
      let picture = violation.picture
      #expect(picture.lanes.last?.name == "captured")
      #expect(!picture.events.isEmpty && picture.violation?.time != nil)
      let isPlaced = picture.violation?.event != nil || picture.violation?.missing != nil
      #expect(isPlaced || violation.place == nil)
      for arrow in picture.arrows {
        let (origin, target) = try (
          #require(picture[arrow.origin]), #require(picture[arrow.destination])
        )
        #expect(origin.start < target.start)
      }
      if violation.rule.id == 102, sample.events != nil {
        #expect(picture.violation?.missing != nil)
      }
    }
  }

  @Test("show all events of AG-UI, whoever has produced them")
  func producers() throws {
    let body = [
      #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":"1.0"}"#,
      #"{"type":"TOOL_CALL_START","toolCallId":"c","toolCallName":"f"}"#,
      #"{"type":"STEP_FINISHED","stepName":"plan"}"#, "{",
    ].map { "data: \($0)\n\n" }.joined()
    let report = try Capture(Array(body.utf8), of: .agUI).report(name: "a stream")
    let picture = try #require(report.violations.first { $0.rule.id == 801 }?.picture)
    let names = ["RUN_STARTED", "TOOL_CALL_START", "STEP_FINISHED", "unreadable"]
    #expect(picture.events.map(\.name) == names)
    #expect(picture.events.map(\.kind) == [.arrival, .arrival, .arrival, .failure])
    let framed = try #require(picture.violation?.event)
    #expect(picture[framed]?.name == "unreadable")
  }
}
