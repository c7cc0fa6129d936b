import SamplePrograms
import Testing

/// The rules for what a pair of programs looks like.
@Suite struct ProgramSourceTests {
  @Test func eachPairHasAFileOfItsOwn() {
    #expect(ProgramSource.all.count == ProgramPair.all.count)
    for source in ProgramSource.all {
      let declared = source.declared.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      #expect(declared == [source.name])
    }
  }

  @Test(arguments: ProgramSource.all)
  func theTwinsDifferInFiveLinesAtMost(source: ProgramSource) throws {
    let correct = try source.lines(faulty: false)
    let faulty = try source.lines(faulty: true)
    let difference = faulty.difference(from: correct)
    #expect(!difference.isEmpty)
    #expect(difference.count <= 5, "removed and added lines together")
  }

  @Test(arguments: ProgramSource.all)
  func nothingIsThereForTheSimulationAlone(source: ProgramSource) {
    let banned =
      /\.step\(|\bTask\.(yield|detached|immediate|sleep)\b|\bTask\s*\{|\bMainActor\b/
    for line in source.lines where line.contains(banned.wordBoundaryKind(.simple)) {
      Issue.record("\(source): \(line)")
    }
  }
}
