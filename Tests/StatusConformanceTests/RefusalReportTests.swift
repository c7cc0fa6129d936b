import SampleImplementations
import StatusConformance
import Testing

/// What people are shown of runs with batches and refusals.
@Suite("Reports on batches and refusals")
struct RefusalReportTests {
  private func violation(_ name: String) async throws -> (any Verification, Violation) {
    let sample = try #require(Sample.faulty.first { $0.name == name })
    let violations = await sample.reportOnFault().violations
    return (sample.verification, try #require(violations.first))
  }

  @Test(
    "say what was offered together, and how much of it was accepted",
    arguments: [
      ("one more than there are", "send(contentsOf: ", " returns "),
      ("sends a batch again from its first event", "the send of ", " events"),
      ("takes a batch for sent", "has accepted ", " of "),
      ("leaves out what is refused", "throws “event ", "” from the send of "),
      ("a number for what is refused", "appends", "full"),
      ("refusals that are not counted", "looks at the counters", " traces and "),
    ])
  func words(name: String, beginning: String, end: String) async throws {
    let (_, violation) = try await violation(name)
    let isSaid = violation.timeline.contains { $0.contains(beginning) && $0.contains(end) }
    #expect(isSaid, "\(violation)")
  }

  @Test(
    "come with a token that shows the same once more",
    arguments: [
      "half of a batch taken for all of it", "a refused event that is counted",
      "a number that a refusal takes", "closes instead of the end", "reminds of refusals",
      "bytes of what is refused",
    ])
  func replays(name: String) async throws {
    let (verification, violation) = try await violation(name)
    let replay = try verification.replay(try #require(violation.token))
    #expect(replay.violation?.rule == violation.rule)
    #expect(replay.timeline == violation.timeline)
  }
}
