import CHiredis
import Foundation

/// Where Redis listens.
package struct RedisAddress: Sendable {
  let host: String
  let port: Int

  /// Names a server.
  package init(host: String = "127.0.0.1", port: Int) {
    self.host = host
    self.port = port
  }
}

/// One connection, which blocks the thread that uses it.
final class RedisConnection {
  private let context: UnsafeMutablePointer<redisContext>
  private let address: RedisAddress

  /// - Parameter timeout: how long connecting may take, and every answer.
  init(to address: RedisAddress, timeout: Duration) throws(RedisError) {
    let seconds = timeout.components
    let time = timeval(
      tv_sec: Int(seconds.seconds), tv_usec: Int(seconds.attoseconds / 1_000_000_000_000))
    guard let context = redisConnectWithTimeout(address.host, Int32(address.port), time) else {
      throw RedisError(description: "no memory to connect to \(address)")
    }
    self.context = context
    self.address = address
    if context.pointee.err != 0 { throw failure }
    redisSetTimeout(context, time)
  }

  deinit {
    redisFree(context)
  }

  /// Sends commands at once and waits for their answers; after an error the connection is of no use.
  func perform(_ commands: [[[UInt8]]]) throws(RedisError) -> [RedisReply] {
    for command in commands { append(command) }
    var replies: [RedisReply] = []
    for _ in commands {
      var reply: UnsafeMutableRawPointer?
      guard redisGetReply(context, &reply) == REDIS_OK, let reply else { throw failure }
      replies.append(RedisReply(reply.assumingMemoryBound(to: redisReply.self)))
      freeReplyObject(reply)
    }
    return replies
  }

  private func append(_ command: [[UInt8]]) {
    let bytes = command.flatMap(\.self)
    bytes.withUnsafeBytes { bytes in
      // An empty array has no address, and an empty argument needs none.
      let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var offset = 0
      var starts: [UnsafePointer<CChar>?] = []
      for argument in command {
        starts.append(base.map { $0 + offset })
        offset += argument.count
      }
      _ = redisAppendCommandArgv(context, Int32(command.count), &starts, command.map(\.count))
    }
  }

  private var failure: RedisError {
    let text = withUnsafeBytes(of: context.pointee.errstr) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return RedisError(description: "Redis at \(address.host):\(address.port): \(text)")
  }
}
