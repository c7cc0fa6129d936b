import Foundation

/// All figures of a run and where they come from, as kept in a file.
struct Report: Codable, Equatable {
  /// The version of the format, which changes when an older program could misread a report.
  static let currentVersion = 1

  let version: Int
  let isQuick: Bool
  let machine: Machine
  let build: Build
  let figures: [Figure]

  /// What every version of the format begins with.
  private struct Header: Decodable {
    let version: Int
  }

  init(isQuick: Bool, machine: Machine, build: Build, figures: [Figure]) {
    version = Self.currentVersion
    self.isQuick = isQuick
    self.machine = machine
    self.build = build
    self.figures = figures
  }

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - data: what ``json()`` made.
  ///   - name: what the report is called in an error.
  init(_ data: Data, from name: String) throws(BenchError) {
    let expected = "expected a report of status-bench --format json"
    let decoder = JSONDecoder()
    guard let header = try? decoder.decode(Header.self, from: data) else {
      throw BenchError(.usage, "\(name) is no report, \(expected)")
    }
    guard header.version == Self.currentVersion else {
      throw BenchError(
        .usage,
        "\(name) is a report of version \(header.version), expected version \(Self.currentVersion)")
    }
    do {
      self = try decoder.decode(Report.self, from: data)
    } catch {
      throw BenchError(.usage, "\(name) is a damaged report, \(expected)")
    }
  }

  /// The report as a file for ``init(_:from:)``.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
