/// A hash over what a run does that is equal for runs which differ only in the order of steps that
/// do not conflict.
///
/// Each step's hash takes in those of the steps that it depends on: the one before of its task, and
/// those that touched the same things; a step of which nothing is known depends on all before it,
/// and all after it depend on it. The run's is their sum, which has no order.
struct OrderHash {
  /// By what is known of a resource: who changed it, and who has read it since.
  private struct Touches {
    var write: UInt64 = 0
    var reads: UInt64 = 0
  }

  private(set) var value: UInt64 = 0
  /// Of the last step on which all after it depend.
  private var barrier = TraceHash().value
  /// The sum over the steps since then.
  private var sinceBarrier: UInt64 = 0
  /// By task number: of the last step that touched the task, as its own do.
  private var tasks: [UInt64] = []
  private var resources: [UInt64: Touches] = [:]

  /// Takes in a step.
  ///
  /// - Parameter content: what the task did, apart from all others.
  mutating func append(_ content: UInt64, of task: Int, _ footprint: Footprint) {
    while tasks.count <= task { tasks.append(0) }
    var hash = TraceHash.mix(content ^ TraceHash.mix(barrier ^ tasks[task]))
    if footprint.isUnknown {
      hash = TraceHash.mix(hash &+ sinceBarrier)
      (barrier, sinceBarrier) = (hash, 0)
    } else {
      hash = TraceHash.mix(hash ^ causes(of: footprint))
      note(hash, footprint)
      sinceBarrier &+= hash
    }
    tasks[task] = hash
    value &+= hash
  }

  /// Takes in that nothing was left to run at an instant: what comes then comes after all before.
  mutating func append(_ time: VirtualInstant) {
    barrier = TraceHash.mix(
      UInt64(bitPattern: time.nanoseconds) ^ TraceHash.mix(barrier ^ sinceBarrier))
    sinceBarrier = 0
    value &+= barrier
  }

  private func causes(of footprint: Footprint) -> UInt64 {
    var sum: UInt64 = 0
    for word in footprint.words {
      if let task = word.task {
        sum &+= task < tasks.count ? TraceHash.mix(tasks[task] ^ word.bits) : 0
      } else {
        let touches = resources[word.resource.number] ?? Touches()
        sum &+= TraceHash.mix(touches.write ^ word.bits)
        if word.isWrite { sum &+= TraceHash.mix(touches.reads) }
      }
    }
    return sum
  }

  private mutating func note(_ hash: UInt64, _ footprint: Footprint) {
    for word in footprint.words {
      if let task = word.task {
        while tasks.count <= task { tasks.append(0) }
        tasks[task] = hash
      } else if word.isWrite {
        resources[word.resource.number] = Touches(write: hash)
      } else {
        resources[word.resource.number, default: Touches()].reads &+= hash
      }
    }
  }
}
