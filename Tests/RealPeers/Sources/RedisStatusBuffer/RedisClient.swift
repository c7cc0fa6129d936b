import Foundation
import StatusStreaming

/// What the buffers of a process share: one connection for commands, and one that waits.
package final class RedisClient: Sendable {
  let commands: RedisCommands
  let watch: RedisWatch
  let namespace: String
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var newestEpoch: Epoch

  /// Connects, and joins the history that the namespace has, or begins one.
  ///
  /// - Parameters:
  ///   - address: where Redis listens.
  ///   - namespace: what all keys begin with; the servers that share a log share it.
  ///   - patience: how long a command is tried for while Redis can't be reached.
  ///   - recheckInterval: after how long those who wait look again without having been told of anything.
  /// - Throws: ``RedisError`` if there is no Redis.
  package init(
    to address: RedisAddress, namespace: String = "status", patience: Duration = .seconds(10),
    recheckInterval: Duration = .seconds(5)
  ) async throws {
    self.namespace = namespace
    commands = RedisCommands(to: address, patience: patience)
    watch = RedisWatch(
      of: "\(namespace):changes", at: address, recheckInterval: recheckInterval)
    newestEpoch = "none"
    do {
      _ = try await RedisStatusBuffer(client: self).events(of: "none", after: .zero, limit: 0)
    } catch is BufferError {
      // There is no such trace, but an epoch.
    } catch {
      stop()
      throw error
    }
  }

  /// Ends the threads and their connections.
  package func stop() {
    commands.stop()
    watch.stop()
  }

  /// The name of the history in which numbers count: a new one after Redis has lost everything.
  var epoch: Epoch { lock.withLock { newestEpoch } }

  /// What tells a call from another one, and a history from another one.
  static func token() -> [UInt8] {
    Array(String(UInt64.random(in: .min ... .max), radix: 36).utf8)
  }

  func note(epoch name: String) throws {
    let epoch = try Epoch(name)
    lock.withLock { newestEpoch = epoch }
  }
}
