import DeterministicSimulation
import Foundation

/// A file of runs, each in a line of JSON of its own, which may be several files one after the other.
package struct SweepFile: Sendable {
  /// A line that can't be read.
  package struct ParsingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Its number and what is wrong with it.
    package let description: String
  }

  /// The headers, in their order.
  package private(set) var headers: [SweepHeader] = []
  /// The runs, in their order.
  package private(set) var lines: [SweepLine] = []
  /// How many bytes belong to whole lines; what follows was cut off.
  package let wholeBytes: Int
  /// Whether the last line was cut off, as by the end of the process or of its device.
  package let isCut: Bool

  /// What a line begins with that is a header.
  private struct Kind: Decodable {
    let format: String?
    let version: Int?
  }

  /// Reads a file; a last line that does not end counts as one that is not there.
  ///
  /// - Throws: ``ParsingError`` for a line that is neither a header nor a run, and for a run of no
  ///   header before or after it.
  package init(parsing bytes: [UInt8]) throws(ParsingError) {
    let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    wholeBytes = end
    isCut = end < bytes.count
    let decoder = JSONDecoder()
    var runs: [(number: Int, line: SweepLine)] = []
    for (index, text) in bytes[..<end].split(separator: 0x0A).enumerated() {
      let data = Data(text)
      if let line = try? decoder.decode(SweepLine.self, from: data) {
        guard line.run >= 0 else {
          throw ParsingError(description: "line \(index + 1): a run has no number below 0")
        }
        runs.append((index + 1, line))
        continue
      }
      guard let kind = try? decoder.decode(Kind.self, from: data),
        kind.format == SweepHeader.format
      else {
        throw ParsingError(description: "line \(index + 1) is neither a run nor the head of runs")
      }
      guard kind.version == 1, let header = try? decoder.decode(SweepHeader.self, from: data) else {
        throw ParsingError(
          description: "line \(index + 1): expected version 1, which this program writes")
      }
      headers.append(header)
    }
    for (number, line) in runs {
      guard let header = headers.first(where: { $0.sweep == line.sweep }) else {
        throw ParsingError(description: "line \(number): a run whose head is missing")
      }
      guard line.happened.allSatisfy(header.names.indices.contains),
        (0...1e15).contains(line.milliseconds),
        header.pipelines.contains(where: { $0.name == line.pipeline })
      else {
        throw ParsingError(description: "line \(number): a run that does not fit its head")
      }
    }
    lines = runs.map(\.line)
  }

  /// A header or a run as a line.
  package static func line(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }
}

/// A broken rule as a line of a file of runs has it.
package struct SweepFailure: Sendable, Hashable, Codable {
  /// The number of the rule.
  package let rule: Int
  package let expected: String
  package let seen: String
  let place: String?
  /// What was varied in the simplest run that was found.
  package let situation: String
  let originalSituation: String?
  let alsoBroken: [Int]
  /// What repeats that run, with the stage and the pipeline.
  package let token: String?
  let expectedTranscript: [String]
  let seenTranscript: [String]
  /// The story of that run.
  package let timeline: [String]

  /// Describes a violation by a pipeline.
  package init(_ violation: Violation, of pipeline: String) {
    rule = violation.rule.id
    expected = violation.expected
    seen = violation.seen
    place = violation.place?.description
    situation = violation.situation
    originalSituation = violation.originalSituation
    alsoBroken = violation.alsoBroken.map(\.id)
    token = violation.token.map {
      "\(ConformanceToken(subject: .pipeline, name: pipeline, run: $0))"
    }
    expectedTranscript = violation.expectedTranscript
    seenTranscript = violation.seenTranscript
    timeline = violation.timeline
  }

  /// The violation; `nil` if there is no such rule or the token is none.
  ///
  /// - Parameters:
  ///   - run: the first run that had it, from 0 on.
  ///   - runs: how many runs there were.
  func violation(run: Int, of runs: Int) -> Violation? {
    guard let rule = ConformanceRule(id: rule) else { return nil }
    var replay: ReplayToken?
    if let token {
      guard let parsed = try? ConformanceToken(parsing: token) else { return nil }
      replay = parsed.run
    }
    return Violation(
      rule: rule, subject: .pipeline, expected: expected, seen: seen,
      place: place.flatMap(Violation.Place.init), situation: situation,
      originalSituation: originalSituation,
      alsoBroken: alsoBroken.compactMap { ConformanceRule(id: $0) }, token: replay, run: run + 1,
      runs: runs, expectedTranscript: expectedTranscript, seenTranscript: seenTranscript,
      timeline: timeline)
  }
}

extension Violation.Place {
  /// Reads what ``description`` writes.
  fileprivate init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let number = Int(words[1]) else { return nil }
    switch words[0] {
    case "event": self = .event(number)
    case "byte": self = .byte(number)
    case "call": self = .call(number)
    default: return nil
    }
  }
}
