import StateLocking

/// A text that one task leaves for another.
final class Note: Sendable {
  private let lines = Lock<[String]>([])

  func write(_ line: String) { lines.withLock { $0.append(line) } }
  func read() -> String { lines.withLock { $0.joined(separator: "\n") } }
}
