import Foundation

/// Wakes whoever waits for a trace, by one blocking read on a thread of its own: of the one stream in
/// which every change of any trace is noted.
final class RedisWatch: Sendable {
  private let address: RedisAddress
  private let changes: String
  /// After how long those who wait look again, whatever they were told: the expiry of a trace that
  /// nobody ends is noted nowhere.
  private let recheckInterval: Duration
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var waiters: [String: [ObjectIdentifier: Waiter]] = [:]
  nonisolated(unsafe) private var isStopped = false

  init(of changes: String, at address: RedisAddress, recheckInterval: Duration) {
    self.changes = changes
    self.address = address
    self.recheckInterval = recheckInterval
    Thread.detachNewThread { [self] in watch() }
  }

  /// Ends the thread, within a second.
  func stop() {
    lock.withLock { isStopped = true }
    wakeAll()
  }

  /// Notes that somebody will wait for a trace; changes from now on wake them.
  func enlist(for key: String) -> Waiter {
    let waiter = Waiter()
    lock.withLock { waiters[key, default: [:]][ObjectIdentifier(waiter)] = waiter }
    return waiter
  }

  func dismiss(_ waiter: Waiter, for key: String) {
    lock.withLock {
      waiters[key]?[ObjectIdentifier(waiter)] = nil
      if waiters[key]?.isEmpty == true { waiters[key] = nil }
    }
  }

  func wakeAll() {
    for waiter in lock.withLock({ waiters.values.flatMap(\.values) }) { waiter.wake() }
  }

  private func wake(_ keys: Set<String>) {
    let woken = lock.withLock { keys.flatMap { waiters[$0].map { Array($0.values) } ?? [] } }
    for waiter in woken { waiter.wake() }
  }

  private func watch() {
    while !lock.withLock({ isStopped }) {
      do {
        let connection = try RedisConnection(to: address, timeout: .seconds(5))
        let newest = try command(["XREVRANGE", changes, "+", "-", "COUNT", "1"], over: connection)
        var place = newest[0][0].text
        if place.isEmpty { place = "0-0" }
        // What has changed before this place was not seen by anybody here.
        wakeAll()
        try follow(from: place, over: connection)
      } catch {
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
  }

  private func follow(from place: String, over connection: RedisConnection) throws {
    var place = place
    var nextCheck = ContinuousClock.now + recheckInterval
    while !lock.withLock({ isStopped }) {
      let reply = try command(
        ["XREAD", "COUNT", "1000", "BLOCK", "1000", "STREAMS", changes, place], over: connection)
      let entries = reply[0][1].elements
      if let last = entries.last { place = last[0].text }
      wake(Set(entries.map { $0[1][1].text }))
      if ContinuousClock.now >= nextCheck {
        nextCheck = .now + recheckInterval
        wakeAll()
      }
    }
  }

  private func command(
    _ words: [String], over connection: RedisConnection
  ) throws -> RedisReply {
    let reply = try connection.perform([words.map { Array($0.utf8) }])[0]
    // While it loads its file, Redis answers with nothing but that.
    if case .refusal(let message) = reply { throw RedisError(description: message) }
    return reply
  }
}

/// One who waits, to be woken once.
final class Waiter: Sendable {
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var isWoken = false
  nonisolated(unsafe) private var continuation: CheckedContinuation<Void, Never>?

  /// Returns once it was woken, or its task cancelled.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isLate = lock.withLock {
          if !isWoken { self.continuation = continuation }
          return isWoken
        }
        if isLate { continuation.resume() }
      }
    } onCancel: {
      wake()
    }
  }

  func wake() {
    let continuation = lock.withLock {
      isWoken = true
      defer { self.continuation = nil }
      return self.continuation
    }
    continuation?.resume()
  }
}
