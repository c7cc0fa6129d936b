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
