import Synchronization

/// The logs of a buffer in the order of their last change, as far as somebody has asked.
///
/// Time is counted in epochs, and every question begins a new one. A log is listed on its first
/// change in an epoch and stands after all that changed before, so a reader who remembers its epoch
/// finds what is new at the end of the list: the cost is what changed, whatever the list's length.
struct ChangeList: Sendable {
  private struct Node: Sendable {
    let log: TraceLog
    var epoch: Int
    var previous: Int?
    var next: Int?
  }

  /// The answer to a reader's question.
  struct Changes: Sendable {
    /// The logs listed since the reader's epoch, oldest change first.
    var logs: [TraceLog]
    /// The epoch to ask from the next time.
    var next: Int
    /// Whether a log that changed in that time is no longer held, so that it is not in the answer.
    var hasMissed: Bool
    /// Whether no trace will be added any more.
    var isClosed: Bool
  }

  private var nodes: [Int: Node] = [:]
  private var newest: Int?
  private var epoch = 0
  /// The newest epoch in which a log changed that is no longer held.
  private var newestRemovedEpoch = -1
  /// Whether no trace will be added any more.
  var isClosed = false

  /// Puts a log at the end of the list; one that was removed stays so.
  mutating func list(_ log: TraceLog) {
    guard let node = unlink(log.serial) else { return }
    append(node.log)
  }

  /// Adds a log that is new to the buffer.
  mutating func insert(_ log: TraceLog) {
    append(log)
  }

  /// Takes out a log that the buffer no longer holds.
  ///
  /// - Parameter isChange: whether that is news in itself, as it is for a trace that had not ended.
  mutating func remove(_ log: TraceLog, isChange: Bool) {
    guard let node = unlink(log.serial) else { return }
    newestRemovedEpoch = max(newestRemovedEpoch, isChange ? epoch : node.epoch)
  }

  /// Answers a reader's question, which begins a new epoch.
  mutating func takeChanges(since reader: Int) -> Changes {
    epoch += 1
    return Changes(
      logs: logs(since: reader), next: epoch, hasMissed: newestRemovedEpoch >= reader,
      isClosed: isClosed)
  }

  private func logs(since epoch: Int) -> [TraceLog] {
    var found: [TraceLog] = []
    var serial = newest
    while let node = serial.flatMap({ nodes[$0] }), node.epoch >= epoch {
      found.append(node.log)
      serial = node.previous
    }
    return found.reversed()
  }

  func hasChanges(since epoch: Int) -> Bool {
    let newestListedEpoch = newest.flatMap { nodes[$0]?.epoch } ?? -1
    return max(newestListedEpoch, newestRemovedEpoch) >= epoch
  }

  private mutating func append(_ log: TraceLog) {
    nodes[log.serial] = Node(log: log, epoch: epoch, previous: newest)
    if let newest { nodes[newest]?.next = log.serial }
    newest = log.serial
    log.listedInEpoch.store(epoch, ordering: .relaxed)
  }

  private mutating func unlink(_ serial: Int) -> Node? {
    guard let node = nodes.removeValue(forKey: serial) else { return nil }
    if let previous = node.previous { nodes[previous]?.next = node.next }
    if let next = node.next {
      nodes[next]?.previous = node.previous
    } else {
      newest = node.previous
    }
    return node
  }
}
