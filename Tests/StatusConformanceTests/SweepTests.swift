import DeterministicSimulation
import Foundation
import SampleImplementations
import StatusConformance
import StatusStreaming
import Testing

@Suite struct SweepTests {
  private static let broken = Sample.pipelines.filter {
    ["reverses what is there at once", "polled log"].contains($0.verification.name)
  }.map(\.verification)

  private static func header(
    _ shard: Shard = .whole, seeds: String = "0..<14", version: String = "1"
  ) -> SweepHeader {
    let seeds = SweepSeeds(parsing: seeds) ?? .endless
    return SweepHeader(broken, seeds: seeds, shard: shard, version: version, sample: [])
  }

  /// The file of a share, as runs are made.
  private static func file(_ shard: Shard, from first: Int = 0, to end: Int = 14) async throws
    -> [UInt8]
  {
    let header = header(shard)
    var bytes = try SweepFile.line(header)
    for run in first..<end where shard.contains(run) {
      let pipeline = broken[run % broken.count]
      let world = await pipeline.world(run / broken.count)
      let violation = await pipeline.violation(in: world)
      bytes += try SweepFile.line(
        SweepLine(world, run: run, pipeline: pipeline.name, failure: violation, of: header))
    }
    return bytes
  }

  private static let shares = Task {
    var files: [[UInt8]] = []
    for index in 0..<7 { files.append(try await file(Shard(index: index, of: 7))) }
    return files
  }

  private static func merge(_ files: [[UInt8]]) throws -> SweepMerge {
    var merge = SweepMerge()
    for (index, bytes) in files.enumerated() {
      merge.add(try SweepFile(parsing: bytes), named: "file \(index + 1)")
    }
    return merge
  }

  private static func reports(_ merge: SweepMerge) throws -> [[UInt8]] {
    let totals = try #require(merge.totals)
    let summary = totals.summary()
    return [
      try summary.json(of: totals), Array(summary.table.utf8), Array(summary.junit.utf8),
      try summary.sarif(version: "1"), Array(totals.text(of: "All").utf8),
    ]
  }

  @Test func sharesMergeInAnyOrderAndAgain() async throws {
    let shares = try await Self.shares.value
    let whole = try Self.merge([try await Self.file(.whole)])
    let reports = try Self.reports(whole)
    #expect(whole.missing.isEmpty && whole.conflicts.isEmpty && whole.notes.isEmpty)
    let orders = [shares, shares.reversed(), shares.shuffled() + shares.shuffled()]
    for order in orders + [[Array(shares.joined())]] {
      let merge = try Self.merge(order)
      #expect(merge.missing.isEmpty && merge.conflicts.isEmpty)
      let isSame = try Self.reports(merge) == reports
      #expect(isSame)
    }
    let twice = try Self.merge(shares + [shares[3]])
    #expect(twice.notes == ["2 runs of file 8 had been given before"])
  }

  @Test func eachFailureIsToldOnce() async throws {
    let totals = try #require(try Self.merge(try await Self.shares.value).totals)
    #expect(totals.failedRuns > totals.failures.count)
    let first = try #require(totals.failures.first)
    #expect(first.count > 1 && first.failure.rule == 101)
    let text = totals.text(of: "All")
    #expect(text.contains("replay pipeline.reverses what is there at once.sim1"))
    #expect(text.contains("never: "))
  }

  @Test func whatIsMissingIsNamed() async throws {
    var shares = try await Self.shares.value
    let third = shares.remove(at: 2)
    #expect(try Self.merge(shares).missing == ["of the runs 0..<14: share 3/7"])
    let lines = third.split(separator: 0x0A, omittingEmptySubsequences: false)
    let cut = Array(lines.dropLast(2).joined(separator: [0x0A])) + [0x0A]
    #expect(try Self.merge(shares + [cut]).missing == ["of the runs 0..<14: run 9"])
    // A line that was cut off is not there.
    let torn = try SweepFile(parsing: Array(third.dropLast(5)))
    #expect(torn.isCut && torn.lines.count == 1 && torn.wholeBytes == cut.count)
  }

  @Test func whatDoesNotFitTogetherIsNamed() async throws {
    let share = try await Self.shares.value[0]
    let other = try SweepFile.line(Self.header(version: "2"))
    let merge = try Self.merge([share, other])
    #expect(merge.conflicts.count == 1)
    #expect(merge.conflicts.first?.hasPrefix("file 2 has the revision 2-") == true)
    // The same number for another run.
    let text = String(decoding: share, as: UTF8.self)
    let hashes = text.replacing(/"hash":"[0-9a-f]{16}"/, with: "\"hash\":\"0000000000000000\"")
    let contradiction = try Self.merge([share, Array(hashes.utf8)])
    #expect(contradiction.conflicts.first == "run 0 of file 2 is another one than in file 1")
    for broken in ["[]\n", "{}\n", "{\"format\":\"status-sweep\",\"version\":2}\n"] {
      #expect(throws: SweepFile.ParsingError.self) {
        try SweepFile(parsing: Array(broken.utf8) + share)
      }
    }
    let headless = share.drop { $0 != 0x0A }.dropFirst()
    #expect(throws: SweepFile.ParsingError.self) { try SweepFile(parsing: Array(headless)) }
  }

  @Test func aCorpusIsTriedFirst() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let corpus = try Corpus(folder: folder + "/below/it")
    #expect(try corpus.tokens().isEmpty)
    let pipeline = Self.broken[0]
    var world = await pipeline.world(0)
    while world.brokenRule == nil { world = await pipeline.world(world.number + 1) }
    let found = await pipeline.violation(in: world)
    let violation = try #require(found)
    let run = try #require(violation.token)
    let token = ConformanceToken(subject: .pipeline, name: pipeline.name, run: run)
    try corpus.keep(token)
    try corpus.keep(token)
    #expect(try corpus.tokens() == [token])
    #expect(try corpus.violation(of: violation.rule, by: pipeline)?.token == run)
    #expect(try corpus.violation(of: violation.rule, by: Self.broken[1]) == nil)
    let name = String(repeating: "𠀀", count: 90)
    try corpus.keep(ConformanceToken(subject: .sink, name: name, run: run))
    #expect(try corpus.tokens().map(\.name).contains(name))
    try Data("nonsense".utf8).write(to: URL(filePath: folder + "/below/it/x.token"))
    let error = #expect(throws: CorpusError.self) { try corpus.tokens() }
    #expect(error?.description.contains("x.token") == true)
    #expect(throws: CorpusError.self) { try Corpus(folder: folder + "/below/it/x.token") }
  }
}

@Suite struct SharedVerificationTests {
  @Test func sevenSharesAreTheWhole() async {
    let whole = BufferVerification(execution: .simulated(runs: 70)) { StatusBuffer(clock: $0) }
    let coverage = await whole.verifyAll(RunSelection()).coverage
    var runs = 0
    var situations: [String: Int] = [:]
    for index in 0..<7 {
      let shard = Shard(index: index, of: 7)
      let report = await whole.verifyAll(RunSelection(shard))
      #expect(report.shard == shard)
      runs += report.coverage?.runs ?? 0
      situations.merge(report.coverage?.situations ?? [:], uniquingKeysWith: +)
      let json = try? ConformanceSummary([report]).json()
      #expect(String(decoding: json ?? [], as: UTF8.self).contains("\"shard\" : \"\(shard)\""))
      #expect(ConformanceSummary([report]).table.contains("share \(shard) of the runs"))
    }
    #expect(runs == coverage?.runs)
    #expect(situations == coverage?.situations)
  }

  @Test("each share of one verification's runs tells of its own finding")
  func findingsOfShares() async throws {
    let sample = try #require(Sample.faulty.first { $0.name == "a number that two writers get" })
    var stories: Set<String> = []
    for index in 0..<4 {
      let selection = RunSelection(Shard(index: index, of: 4))
      let report = await sample.verification.verifyAll(selection)
      stories.insert("\(try #require(report.violations.first))")
    }
    #expect(stories.count == 4)
  }

  @Test func anEmptyShareIsNoFailure() async {
    let shard = Shard(index: 6, of: 7)
    let verification = BufferVerification(execution: .simulated(runs: 3)) {
      StatusBuffer(clock: $0)
    }
    let selection = RunSelection(shard)
    let report = await verification.verifyAll(selection)
    #expect(report.violations.isEmpty && report.coverage?.runs == 0)
    for rule in ConformanceRule.buffer {
      let verifier = await VerifierCache.shared.verifier(
        for: verification.verifier, on: rule, by: selection)
      #expect(await verifier.agrees(with: verification.verifier, on: rule, by: selection))
    }
  }
}
