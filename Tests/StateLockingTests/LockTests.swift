import Foundation
import StateLocking
import Testing

/// Worth doing under the thread sanitizer, which has to see nothing here.
@Suite("The lock")
struct LockTests {
  /// Runs a body on threads that begin together, and waits for all of them.
  private func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread {
              body()
              continuation.resume()
            }.start()
          }
        }
      }
    }
  }

  @Test("lets one thread in at a time, awake or asleep", arguments: [0.0, 0.002])
  func exclusion(secondsInside: Double) async {
    let state = Shared((count: 0, values: [Int]()))
    let rounds = secondsInside == 0 ? 10_000 : 10
    await onThreads(8) {
      for _ in 0..<rounds {
        state.lock.withLock { state in
          let count = state.count
          if secondsInside > 0 { Thread.sleep(forTimeInterval: secondsInside) }
          state.values.append(count)
          state.count = count + 1
        }
      }
    }
    #expect(state.lock.withLock { $0.values == Array(0..<8 * rounds) })
  }

  @Test("is free again after a body that throws")
  func throwing() {
    struct Refusal: Error {}
    let state = Shared(0)
    #expect(throws: Refusal.self) {
      try state.lock.withLock { state in
        state = 1
        throw Refusal()
      }
    }
    #expect(state.lock.withLock { $0 } == 1)
  }

  @Test("holds what can't be copied or shared, and ends with it")
  func ownership() async {
    final class Uses {
      var count = 0
    }
    struct Unique: ~Copyable {
      let uses = Uses()
      let ends: Shared<Int>

      deinit { ends.lock.withLock { $0 += uses.count } }
    }
    let ends = Shared(0)
    do {
      let state = Shared(Unique(ends: ends))
      await onThreads(2) { state.lock.withLock { $0.uses.count += 1 } }
      #expect(ends.lock.withLock { $0 } == 0)
    }
    #expect(ends.lock.withLock { $0 } == 2)
  }
}

/// A lock that several threads can refer to.
private final class Shared<State: ~Copyable>: Sendable {
  let lock: Lock<State>

  init(_ state: consuming sending State) {
    lock = Lock(state)
  }
}
