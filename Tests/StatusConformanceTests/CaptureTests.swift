import Foundation
import GoldenTranscripts
import StatusConformance
import StatusStreaming
import Testing

/// Streams that were captured from servers, good and broken ones, each with its verdict.
@Suite("Captures")
struct CaptureTests {
  @Test("have the verdict that is expected", arguments: SampleCapture.all)
  func verdict(sample: SampleCapture) throws {
    if let refusal = sample.refusal {
      let error = #expect(throws: CaptureError.self) {
        _ = try Capture(sample.bytes(), of: sample.captureWire)
      }
      #expect(error?.description.contains(refusal) == true, "\(String(describing: error))")
      return
    }
    let report = try sample.report()
    #expect(report.violations.map(\.rule.id) == sample.broken, "\(report.violations)")
    for violation in report.violations { #expect(violation.expected != violation.seen) }
    let rules = report.entries.map(\.rule)
    #expect(rules == ConformanceRule.all)
    for entry in report.entries {
      if case .skip(let reason) = entry.verdict { #expect(!reason.isEmpty) }
    }
  }

  @Test(
    "with a value of more levels than are read are not judged as AG-UI's, but for what came before")
  func levels() throws {
    let sample = try #require(
      SampleCapture.all.first { $0.file == "good-deeper-than-read.ag-ui.sse" })
    for entry in try sample.report().entries where 801...814 ~= entry.rule.id {
      #expect(entry.verdict == .skip(reason: "an event is more than 256 levels deep"))
    }
  }

  @Test("are of all kinds: good ones of each format, and at least 20 broken ones")
  func kinds() {
    let wires = Set(SampleCapture.all.filter { $0.broken == [] }.map(\.wire))
    #expect(wires == Set(CaptureWire.allCases.map(\.rawValue)))
    let broken = SampleCapture.all.filter { $0.broken?.isEmpty == false }
    #expect(broken.count >= 20)
    let rules = Set(broken.flatMap { $0.broken ?? [] })
    let expected = Set(
      [
        101, 102, 103, 104, 105, 201, 202, 203, 204, 207, 208, 301, 302, 303, 304, 401, 501, 503,
        505,
        602, 704, 706, 708, 710,
      ] + Array(801...814))
    #expect(rules == expected)
  }

  @Test("without the format's own end do not say whether the connection had one")
  func closes() throws {
    let sample = try #require(SampleCapture.all.first { $0.wire == "websocket" && $0.broken == [] })
    let bytes = try sample.bytes()
    for (cut, reason) in [(0, nil), (1, "the capture may end before its connection")] {
      let capture = try Capture(Array(bytes.dropLast(cut)), of: sample.captureWire)
      let report = try capture.report(
        name: sample.file, against: sample.listing(), after: sample.cursor())
      let verdict = report.entries.first { $0.rule.id == 208 }?.verdict
      #expect(verdict.flatMap { if case .skip(let reason) = $0 { reason } else { nil } } == reason)
    }
  }

  /// A capture that is cut anywhere is one that was stopped there: nothing of it is anybody's fault.
  @Test("that were stopped at any byte are not charged with what is missing")
  func stopped() throws {
    var judged: [String: Int] = [:]
    for sample in SampleCapture.all where sample.broken == [] {
      let bytes = try sample.bytes()
      // Its first line tells that the lines were converted.
      let isConverted = sample.file == "good-pty.terminal"
      for count in stride(from: isConverted ? 60 : 1, to: bytes.count, by: 17) {
        var end = count
        if isConverted, bytes[end - 1] == 0x0D { end += 1 }
        guard let capture = try? Capture(Array(bytes[..<end]), of: sample.captureWire) else {
          continue
        }
        let report = capture.report(
          name: sample.file, against: try sample.listing(), after: try sample.cursor())
        #expect(report.violations.isEmpty, "\(sample.file) at \(end): \(report.violations)")
        judged[sample.wire, default: 0] += 1
      }
    }
    #expect(judged.count == 5 && judged.values.allSatisfy { $0 > 10 }, "\(judged)")
  }

  @Test("of the goldens break no rule, but for what one of the agents does on purpose")
  func goldens() throws {
    let folder = SampleCapture.folder.appending(path: "../Transcripts").standardized
    var count = 0
    for scenario in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where scenario != "hostile-messages" {
      let files = folder.appending(path: scenario)
      let events = try EventListing(
        parsing: Array(Data(contentsOf: files.appending(path: "events.jsonl"))), path: "events")
      for name in try FileManager.default.contentsOfDirectory(atPath: files.path) {
        // The second connection of a viewer begins where the first one was cut.
        if name.contains(".2.") { continue }
        let wire: CaptureWire =
          switch name.split(separator: ".").last {
          case "sse": name.hasPrefix("ag-ui") ? .agUI : .sse
          case "frames": name.hasPrefix("ag-ui") ? .agUI : .websocket
          case "jsonl": .jsonl
          default: .terminal
          }
        let bytes = try Array(Data(contentsOf: files.appending(path: name)))
        if bytes.isEmpty { continue }
        let capture = try Capture(bytes, of: wire)
        for known in [nil, events.events] {
          let report = capture.report(name: name, against: known)
          #expect(report.violations.isEmpty, "\(scenario)/\(name): \(report.violations)")
          count += 1
        }
      }
    }
    #expect(count > 150)
  }
}

/// An entry of `Fixtures/Captures/verdicts.json`.
struct SampleCapture: Decodable, Sendable, CustomTestStringConvertible {
  let file: String
  let about: String
  let wire: String
  let events: String?
  let resume_after: String?
  let broken: [Int]?
  let refusal: String?

  var testDescription: String { "\(file): \(about)" }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/Captures").standardized

  static let all: [SampleCapture] = {
    struct File: Decodable { let captures: [SampleCapture] }
    guard let data = try? Data(contentsOf: folder.appending(path: "verdicts.json")),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { preconditionFailure("Fixtures/Captures/verdicts.json can't be read") }
    return file.captures
  }()

  var captureWire: CaptureWire {
    guard let wire = CaptureWire(rawValue: wire) else { preconditionFailure(wire) }
    return wire
  }

  func bytes() throws -> [UInt8] {
    try Array(Data(contentsOf: Self.folder.appending(path: file)))
  }

  func listing() throws -> [StreamEvent]? {
    guard let events else { return nil }
    let bytes = try Array(Data(contentsOf: Self.folder.appending(path: events)))
    return try EventListing(parsing: bytes, path: events).events
  }

  func cursor() throws -> Cursor { try Cursor(lastEventID: resume_after) }

  func report() throws -> ConformanceReport {
    try Capture(bytes(), of: captureWire)
      .report(name: file, against: listing(), after: cursor())
  }
}
