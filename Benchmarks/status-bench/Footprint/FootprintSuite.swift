import Foundation

/// What the command and a long trace take up.
enum FootprintSuite: Suite {
  static let name = "footprint"

  static func run(on bench: inout Bench) async throws {
    try await measurePeakMemory(on: &bench)
    try await measureWaiting(on: &bench)
    guard let command = Command.beside(Bundle.main.executableURL) else {
      return bench.add([
        "footprint of the command: there is no status-stream beside status-bench;",
        "  swift build -c release --product status-stream makes one",
      ])
    }
    try await measureBinary(of: command, on: &bench)
    try await measureStart(of: command, on: &bench)
  }

  private static func measureBinary(of command: Command, on bench: inout Bench) async throws {
    let size = try command.size()
    try await bench.measure("status-stream as built", unit: "bytes", better: .lower) {
      Double(size)
    }
  }

  private static func measureStart(of command: Command, on bench: inout Bench) async throws {
    let echo = Command(file: URL(filePath: "/bin/echo"))
    let hasEcho = FileManager.default.isExecutableFile(atPath: echo.file.path)
    let lines: [(String, [String])] = [
      ("first line of status-stream", ["--stream", "--clock", "virtual", "--query", "Status?"]),
      (
        "first event of status-stream",
        ["--sink", "jsonl", "--clock", "virtual", "--query", "Status?"]
      ),
    ]
    for (name, arguments) in lines {
      try await bench.measure(
        name, unit: "ms", better: .lower,
        beside: hasEcho ? [.floor("/bin/echo") { try echo.timeToFirstByte(["a"]) * 1e3 }] : []
      ) {
        try command.timeToFirstByte(arguments) * 1e3
      }
    }
  }
}
