import Foundation
import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("Damage to a golden")
struct DamageTests {
  @Test("is noticed and placed, in every file of every scenario", arguments: Scenario.all)
  func damage(scenario: Scenario) throws {
    let folder = try ScratchFolder()
    let store = GoldenStore(root: folder.path)
    let transcript = try RecordedScenario(scenario).transcript
    _ = try store.record([transcript], isComplete: true)
    #expect(try !store.check([transcript], isComplete: true).hasDifferences)
    var contents = RandomContents(seed: UInt64(transcript.files.count))
    for (file, damage) in transcript.files.flatMap({ file in Damage.allCases.map { (file, $0) } }) {
      guard let damaged = damage.applied(to: file.bytes, using: &contents) else { continue }
      let path = "\(scenario.name)/\(file.name)"
      let url = URL(filePath: "\(folder.path)/\(path)")
      try Data(damaged).write(to: url)
      let entries = try store.check([transcript], isComplete: true).entries
        .filter { $0.verdict != .unchanged }
      try Data(file.bytes).write(to: url)

      #expect(entries.map(\.path) == [path], "\(damage)")
      guard case .changed(let difference)? = entries.first?.verdict else {
        Issue.record("\(damage) of \(path) is not a change")
        continue
      }
      let same = zip(damaged, file.bytes).prefix { $0 == $1 }.count
      let before = file.bytes.prefix(same)
      #expect(difference.offset == same, "\(damage) of \(path)")
      #expect(difference.line == before.filter { $0 == 0x0A }.count + 1)
      #expect(difference.column == same - (before.lastIndex(of: 0x0A) ?? -1))
      #expect(entries[0].description.contains("line \(difference.line), "))
      #expect(difference.hunks.utf8.count < 20_000)
      let isListing = file.kind == .events || file.kind?.isFrameListing == true
      if isListing, damage == .carriageReturns || damage == .flippedLetterCase {
        // Letters of a text may change without harm to the grammar, line ends may not.
        #expect(entries[0].fault != nil || damage == .flippedLetterCase)
      }
    }
  }

  @Test("has its time even if what is written now can't be read")
  func instantOfTheUnreadable() throws {
    let name = "terminal.txt"
    let recorded = try RecordedScenario(#require(Scenario.named("documents")))
    let folder = try ScratchFolder()
    let store = GoldenStore(root: folder.path)
    _ = try store.record([recorded.transcript], isComplete: true)
    let golden = try #require(recorded.transcript[name])
    let text = String(decoding: golden.bytes, as: UTF8.self)
    let broken = Array(text.replacing("✅ [OK] [Step 2]", with: "?? [OK] [Step 2]").utf8)
    #expect(throws: ObservationError.self) {
      try ObservedStream(decoding: TranscriptFile(name: name, bytes: broken))
    }
    var transcript = try Transcript(scenario: "documents", events: recorded.events)
    transcript.append(TranscriptFile(name: name, bytes: broken))
    let verdict = try store.check([transcript], isComplete: false).entries.last?.verdict
    guard case .changed(let difference) = verdict else {
      Issue.record("\(String(describing: verdict))")
      return
    }
    #expect(difference.instant == recorded.events[3].time)
  }

  @Test("has the virtual time at which the run parts from the golden")
  func instants() throws {
    let recorded = try RecordedScenario(#require(Scenario.named("documents")))
    let folder = try ScratchFolder()
    let store = GoldenStore(root: folder.path)
    let text = "Summarizing findings"
    let event = recorded.events.first { event in
      if case .update(let update) = event.payload { update.message == text } else { false }
    }
    for file in recorded.transcript.files {
      let damaged = String(decoding: file.bytes, as: UTF8.self).replacing(text, with: "Lost it")
      try folder.write(damaged, to: "documents/\(file.name)")
    }
    let report = try store.check([recorded.transcript], isComplete: true)
    for entry in report.entries {
      guard case .changed(let difference) = entry.verdict else {
        Issue.record("\(entry.path) is not changed")
        continue
      }
      #expect(difference.instant != nil && difference.instant == event?.time, "\(entry)")
    }
    #expect(report.entries.count == recorded.transcript.files.count)
  }
}
