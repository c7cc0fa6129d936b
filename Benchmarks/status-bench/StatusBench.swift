import Foundation

/// Measures the package: `status-bench [--suite NAME] [--format table|json] [--quick]`.
@main
enum StatusBench {
  static let suites: [any Suite.Type] = [SimulationSuite.self, WireSuite.self]

  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      let figures = try options.suites.flatMap { try $0.run(isQuick: options.isQuick) }
      print(try options.isJSON ? json(figures) : Table.text(figures))
    } catch let error as Options.UsageError {
      FileHandle.standardError.write(Data("status-bench: \(error.message)\n".utf8))
      exit(64)
    } catch {
      FileHandle.standardError.write(Data("status-bench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func json(_ figures: [Figure]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(figures), as: UTF8.self)
  }
}
