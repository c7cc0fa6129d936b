import DeterministicSimulation
import SampleImplementations
import StatusConformance
import Testing

/// Faulty and correct implementations against every rule about their stage.
///
/// A faulty one makes runs until it breaks its rule, and a correct one a fifth of its runs, each
/// another fifth than its neighbours; with `STATUS_CONFORMANCE_RUNS` in the environment all of them
/// make all, so that what is broken later counts, too.
@Suite("The matrix")
struct MatrixTests {
  @Test("a bug is charged with its own rule and no lower one", arguments: Sample.faulty)
  func faulty(sample: Sample) async throws {
    let violations = await sample.reportOnFault().violations
    let lowest = try #require(violations.first, "nothing is found")
    #expect(lowest.rule.id == sample.rule, "\(lowest)")
    let text = "\(lowest.expected)\n\(lowest.seen)"
    #expect(text.contains(sample.message), "\(lowest)")
    #expect(lowest.expected != lowest.seen, "a reader can't tell what is wrong")
    let lines = "\(lowest)".split(separator: "\n").filter {
      // A token is copied, and what else may happen is a list.
      !["replay token", "with ", "found with "].contains(where: $0.hasPrefix)
    }
    #expect(lines.allSatisfy { $0.count <= 320 }, "\(lowest)")
  }

  @Test("what is right breaks no rule", arguments: zip(Sample.correct, Sample.correct.indices))
  func correct(sample: Sample, place: Int) async {
    let isWhole = ConformanceEnvironment.current.runs != nil
    let share = isWhole ? .whole : Shard(index: place % 5, of: 5)
    for violation in await sample.verification.verifyAll(RunSelection(share)).violations {
      Issue.record("\(violation)")
    }
  }

  /// The verifications keep what the tests above have found, so nothing is run again.
  @Test("every rule is broken by an implementation of each of its stages")
  func everyRuleCanFail() async {
    var broken: Set<String> = []
    var runs: [Int] = []
    for sample in Sample.faulty {
      let report = await sample.reportOnFault()
      guard let violation = report.violations.first(where: { $0.rule.id == sample.rule }) else {
        continue
      }
      broken.insert("\(report.subject.rawValue) \(violation.rule.id)")
      runs.append(violation.run)
    }
    let all = ConformanceRule.all.flatMap { rule in
      rule.subjects.map { "\($0.rawValue) \(rule.id)" }
    }
    #expect(Set(all).subtracting(broken).isEmpty)
    #expect(Sample.faulty.count >= 60)
    #expect(Sample.correct.count >= 6)
    runs.sort()
    print(
      """
      conformance matrix: \(Sample.faulty.count) faulty and \(Sample.correct.count) correct \
      implementations, \(ConformanceRule.all.count) rules; runs needed to catch a bug: median \
      \(runs[runs.count / 2]), worst \(runs.last ?? 0)
      """)
  }
}
