import Foundation

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
