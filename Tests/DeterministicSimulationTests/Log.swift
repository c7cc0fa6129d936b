import StateLocking

/// Entries in the order in which tasks made them.
final class Log: Sendable {
  private let storage = Lock<[String]>([])

  var entries: [String] { storage.withLock { $0 } }

  func add(_ entry: String) {
    storage.withLock { $0.append(entry) }
  }
}
