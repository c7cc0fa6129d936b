import Synchronization

extension TraceLog {
  /// Takes note of a viewer that gets encoded events.
  func addConnection() {
    connectionCount.add(1, ordering: .relaxed)
  }

  /// Takes note that such a viewer has gone.
  func removeConnection() {
    if connectionCount.subtract(1, ordering: .relaxed).newValue == 0 {
      encodings.load()?.removeAll()
    }
  }

  /// Takes note that such a viewer has everything; if no other is left, it has nobody to share with.
  func noteCatchingUp() {
    if let encodings = encodings.load(), !isShared { encodings.removeAll() }
  }

  private var isShared: Bool { connectionCount.load(ordering: .relaxed) > 1 }

  /// What the connections share, or what others have left to the last one; `nil` if there is none, or
  /// nothing is to be shared.
  func sharedEncodings(_ configuration: StatusBuffer.Configuration) -> SharedEncodings? {
    if let encodings = encodings.load() { return isShared || !encodings.isEmpty ? encodings : nil }
    guard isShared, configuration.sharedEventCount > 0 else { return nil }
    return encodings.storeIfNil(
      SharedEncodings(
        maximumCount: min(configuration.sharedEventCount, 65_536),
        maximumSize: configuration.sharedByteCount))
  }
}
