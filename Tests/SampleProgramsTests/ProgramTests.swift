import CorrectPrograms
import DeterministicSimulation
import SamplePrograms
import Testing

/// Exploration is quiet on the correct programs and finds the mistake of each faulty one.
@Suite struct ProgramTests {
  @Test func thereAreManyAndTheyDiffer() {
    #expect(ProgramPair.all.count >= 42)
    #expect(Set(ProgramPair.all.map(\.name)).count == ProgramPair.all.count)
    #expect(Set(ProgramPair.all.map(\.summary)).count == ProgramPair.all.count)
    #expect(Set(ProgramPair.all.map(\.fault)) == Set(Fault.allCases))
  }

  @Test(arguments: ProgramPair.all)
  func isQuietOn(correct pair: ProgramPair) throws {
    let schedules = SearchLimits.current.quietSchedules
    let summary = try explore(
      .depthFirst(schedules: Int(schedules)), options: .unshrunk, pair.correct)
    if !summary.isExhaustive {
      try explore(.random(seeds: 0..<schedules), options: .unshrunk, pair.correct)
    }
  }

  @Test(arguments: ProgramPair.all)
  func finds(faulty pair: ProgramPair) throws {
    let seeds: Range<UInt64> = 0..<1_000
    let strategies = [ExplorationStrategy.random(seeds: seeds), .pct(depth: 3, seeds: seeds)]
    let found = try #require(
      strategies.lazy.compactMap { failure(of: pair, under: $0) }.first)
    #expect(found.isOfTheProgram, "\(found)")
    let replayed = try #require(failure(of: pair, under: .replay(found.token)))
    #expect("\(replayed.underlyingError)" == "\(found.underlyingError)")
    // The schedule alone does not break the program: its mistake does.
    #expect(throws: Never.self) {
      try explore(.replay(found.token, continuingPastDivergence: true), pair.correct)
    }
  }

  /// What is out of sight in a program is in steps of which nothing is known, or in none that is left
  /// out.
  @Test(arguments: ProgramPair.all)
  func aReductionLosesNothing(of pair: ProgramPair) throws {
    for body in [pair.correct, pair.faulty] {
      let outcomes = try [false, true].map {
        try SearchRow.Outcome(.depthFirst(schedules: 200, reduced: $0), body)
      }
      if outcomes[0].isFound || outcomes[0].isExhausted {
        #expect(outcomes[0].isFound == outcomes[1].isFound, "\(outcomes)")
      }
    }
  }

  @Test func mostMistakesDoNotShowInOrder() {
    let shown = ProgramPair.all.filter { pair in
      (try? explore(.firstInFirstOut, options: .unshrunk, pair.faulty)) == nil
    }
    #expect(ProgramPair.all.count - shown.count >= 42, "shown in order: \(shown)")
  }

  @Test func printsHowManySchedulesEachTakes() throws {
    let rows = try ProgramPair.all.map {
      try SearchRow($0, SearchLimits.current.foundSchedules)
    }
    print(SearchRow.table(of: rows))
    for row in rows { #expect(row.isAsItShouldBe, "\(row)") }
  }
}

/// What a strategy finds wrong with a faulty program, simplified a little.
private func failure(
  of pair: ProgramPair, under strategy: ExplorationStrategy
) -> ExplorationFailure? {
  var options = ExplorationOptions(shard: .whole)
  options.shrinkingRuns = 40
  do {
    try explore(strategy, options: options, pair.faulty)
    return nil
  } catch {
    return error as? ExplorationFailure
  }
}

extension ExplorationFailure {
  /// Whether the program itself is wrong, rather than that it has left the simulation.
  var isOfTheProgram: Bool {
    guard let error = underlyingError as? SimulationError else { return true }
    return error.code == .deadlock || error.code == .leak
  }
}
