/// Why the benchmarks could not be run as asked.
struct BenchError: Error, Equatable {
  /// The status that the program exits with.
  enum Code: Int32 {
    /// What was asked for makes no sense.
    case usage = 64
    /// A file could not be read, or the report not be written.
    case inputOutput = 74
  }

  let code: Code
  /// What was given and what was expected.
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
