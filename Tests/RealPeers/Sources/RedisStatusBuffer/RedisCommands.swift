import Foundation

/// What is asked of Redis: keys and values of a script, or a plain command.
struct RedisCommand: Sendable {
  /// The command's words.
  var words: [[UInt8]]
  /// Whether it may have been carried out already, and its answer was lost; the last word.
  var isRepeated = false

  init(script: String, keys: [String], values: [[UInt8]]) {
    words = ["EVAL", script, "\(keys.count)"].map { Array($0.utf8) }
    words += keys.map { Array($0.utf8) }
    words += values
  }

  var wordsAsSent: [[UInt8]] { words + [Array((isRepeated ? "1" : "0").utf8)] }
}

/// Carries commands of any tasks over one connection on a thread of its own: those that wait at one
/// time are sent together.
///
/// A connection that is lost is made anew, and what was not answered sent again, for as long as `patience`.
final class RedisCommands: Sendable {
  private struct Request {
    var command: RedisCommand
    let continuation: CheckedContinuation<RedisReply, any Error>
    let deadline: ContinuousClock.Instant
  }

  private let address: RedisAddress
  private let patience: Duration
  private let condition = NSCondition()
  // Under the condition's lock.
  nonisolated(unsafe) private var requests: [Request] = []
  nonisolated(unsafe) private var isStopped = false

  init(to address: RedisAddress, patience: Duration) {
    self.address = address
    self.patience = patience
    Thread.detachNewThread { [self] in serve() }
  }

  /// Ends the thread once it has nothing left to do; what comes later is refused.
  func stop() {
    condition.withLock { isStopped = true }
    condition.signal()
  }

  func perform(_ command: RedisCommand) async throws -> RedisReply {
    let reply = try await withCheckedThrowingContinuation { continuation in
      let isTaken = condition.withLock {
        guard !isStopped else { return false }
        requests.append(
          Request(command: command, continuation: continuation, deadline: .now + patience))
        return true
      }
      if !isTaken {
        continuation.resume(throwing: RedisError(description: "the client of Redis has stopped"))
      }
      condition.signal()
    }
    if case .refusal(let message) = reply { throw RedisError(description: "Redis: \(message)") }
    return reply
  }

  private func serve() {
    while true {
      do {
        let connection = try RedisConnection(to: address, timeout: .seconds(5))
        while let batch = takeRequests() {
          let replies: [RedisReply]
          do {
            replies = try connection.perform(batch.map(\.command.wordsAsSent))
          } catch {
            putBack(batch)
            throw error
          }
          var refused: [Request] = []
          for (request, reply) in zip(batch, replies) {
            if reply.isLoading {
              refused.append(request)
            } else {
              request.continuation.resume(returning: reply)
            }
          }
          if !refused.isEmpty {
            putBack(refused)
            throw RedisError(description: "Redis is loading its file")
          }
        }
        return
      } catch {
        refuseOverdue(error)
        if condition.withLock({ isStopped && requests.isEmpty }) { return }
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
  }

  /// Waits for requests; `nil` once there will be none.
  private func takeRequests() -> [Request]? {
    condition.withLock {
      while requests.isEmpty, !isStopped { condition.wait() }
      defer { requests = [] }
      return requests.isEmpty ? nil : requests
    }
  }

  private func putBack(_ batch: [Request]) {
    condition.withLock {
      requests.insert(
        contentsOf: batch.map { request in
          var request = request
          request.command.isRepeated = true
          return request
        }, at: 0)
    }
  }

  private func refuseOverdue(_ error: any Error) {
    let now = ContinuousClock.now
    let overdue = condition.withLock {
      let overdue = requests.filter { $0.deadline < now }
      requests.removeAll { $0.deadline < now }
      return overdue
    }
    for request in overdue { request.continuation.resume(throwing: error) }
  }
}
