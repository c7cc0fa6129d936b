public import DeterministicSimulation
import Foundation

/// What checks an implementation of one stage against the rules.
///
/// Its runs are made once, when the first rule is verified, and every rule is judged on each of
/// them. So keep a verification for as long as there are rules to verify.
public protocol Verification: Sendable {
  /// The runs.
  var verifier: Verifier { get }
}

extension Verification {
  /// The stage that it is about.
  public var subject: ConformanceSubject { verifier.runner.subject }

  /// What the implementation is called in reports.
  public var name: String { verifier.identity.name }

  /// Verifies one rule.
  ///
  /// Where the environment asks for a share of the runs, those are made; see the article on sweeps.
  ///
  /// - Returns: That it holds in all runs, why it can't be judged, or the simplest run found in
  ///   which it does not hold. A share that there is not, and a corpus that can't be read, are a
  ///   violation, which says so.
  public func verify(_ rule: ConformanceRule) async -> Verdict {
    await verifyInEnvironment(rule)
  }

  /// Makes the run of a token once more, and judges it by every rule.
  ///
  /// - Throws: `SimulationError` if the token leads to another run than it was made from: the
  ///   implementation is another one, or the build configuration.
  public func replay(_ token: ReplayToken) throws(SimulationError) -> Replay {
    try verifier.runner.replay(token)
  }

  /// What repeats one of the runs, counted from 1 as in a violation; `nil` in real time.
  public func token(ofRun number: Int) async -> ReplayToken? {
    await verifier.runner.token(ofRun: number - 1)
  }

  /// Verifies every rule about the stage, as ``verify(_:)`` does one.
  public func verifyAll() async -> ConformanceReport {
    let selection = try? RunSelection.inEnvironment()
    return await report(on: selection ?? RunSelection()) { rule in
      await verifyInEnvironment(rule)
    }
  }

  /// Verifies every rule about the stage by some of the runs.
  ///
  /// - Parameter tally: what is told of each run.
  package func verifyAll(
    _ selection: RunSelection, tally: RunTally? = nil
  ) async -> ConformanceReport {
    await verifier.prepare(selection, tally: tally)
    return await report(on: selection) { rule in
      await verifier.verdict(on: rule, by: selection)
    }
  }

  private func report(
    on selection: RunSelection, _ verdict: (ConformanceRule) async -> Verdict
  ) async -> ConformanceReport {
    var entries: [ConformanceReport.Entry] = []
    var isJudged = true
    for rule in ConformanceRule.all(about: subject) {
      let verdict = await verdict(rule)
      // Of runs that were not made there is nothing to tell.
      if case .violation(let violation) = verdict, violation.runs == 0 { isJudged = false }
      entries.append(ConformanceReport.Entry(rule: rule, verdict: verdict))
    }
    return ConformanceReport(
      name: name, subject: subject, isExplored: verifier.runner.execution.isExplored,
      entries: entries, coverage: isJudged ? await verifier.coverage(of: selection) : nil)
  }

  /// How many runs a verification of a selection makes.
  package func runs(in selection: RunSelection) -> Int { verifier.runner.runs(in: selection) }
}

extension Verification {
  /// Verifies one rule as the environment asks for: first the runs of the corpus, then its share.
  ///
  /// - Parameter isCached: whether verifications that are made at one place of the source share their
  ///   runs.
  package func verifyInEnvironment(
    _ rule: ConformanceRule, isCached: Bool = false
  ) async -> Verdict {
    let selection: RunSelection
    let corpus: Corpus?
    do {
      selection = try RunSelection.inEnvironment()
      corpus = try ConformanceEnvironment.current.corpus()
    } catch {
      return .violation(.noRuns(of: rule, subject, because: "\(error)"))
    }
    do {
      if let violation = try corpus?.violation(of: rule, by: self) { return .violation(violation) }
      let runs =
        isCached
        ? await VerifierCache.shared.verifier(for: verifier, on: rule, by: selection) : verifier
      let verdict = await runs.verdict(on: rule, by: selection)
      if case .violation(let violation) = verdict, let token = violation.token {
        try corpus?.keep(ConformanceToken(subject: subject, name: name, run: token))
      }
      return verdict
    } catch {
      return .violation(.noRuns(of: rule, subject, because: "\(error)"))
    }
  }
}

extension Violation {
  /// That nothing was judged, which must not pass for a rule that holds.
  fileprivate static func noRuns(
    of rule: ConformanceRule, _ subject: ConformanceSubject, because reason: String
  ) -> Violation {
    Violation(
      rule: rule, subject: subject, expected: "runs to judge", seen: reason, place: nil,
      situation: "nothing, since no run was made", token: nil, run: 0, runs: 0,
      expectedTranscript: [], seenTranscript: [], timeline: [])
  }
}

/// What the environment asks of verifications, without a rebuild.
package struct ConformanceEnvironment: Sendable {
  /// The name of the variable that raises the number of runs.
  package static let variable = "STATUS_CONFORMANCE_RUNS"

  /// The least number of runs; `nil` if none is asked for.
  package let runs: Int?
  private let invalidValue: InvalidValue?
  /// The folder of the corpus; `nil` if there is to be none.
  package let folder: String?

  /// The name of the variable that has the folder of the corpus.
  package static let corpusVariable = "STATUS_CORPUS"

  /// A value of the variable that means nothing.
  struct InvalidValue: Error, Hashable, CustomStringConvertible {
    let text: String

    var description: String {
      "\(ConformanceEnvironment.variable) is '\(text)', expected a number of runs above 0"
    }
  }

  package init(_ variables: [String: String]) {
    let text = variables[Self.variable]
    runs = text.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    folder = variables[Self.corpusVariable]
    invalidValue = runs == nil ? text.map(InvalidValue.init) : nil
  }

  /// Checks that all that is asked for can be understood.
  package func validate() throws {
    if let invalidValue { throw invalidValue }
  }

  /// The corpus; `nil` if there is to be none.
  ///
  /// - Throws: ``CorpusError`` for a folder that can't be had.
  package func corpus() throws(CorpusError) -> Corpus? {
    guard let folder else { return nil }
    do {
      return try Corpus(folder: folder)
    } catch {
      throw CorpusError("\(Self.corpusVariable): \(error)")
    }
  }

  /// The environment of this process.
  package static let current = ConformanceEnvironment(ProcessInfo.processInfo.environment)
}
