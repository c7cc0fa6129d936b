import EventStreamRoutes
import Hummingbird
import RedisStatusBuffer
import StatusConformance
import StatusStreaming

/// The kit over a log in Redis, and over versions of it that are wrong.
struct RedisChecks: Sendable {
  private static let capacity = 8

  let client: RedisClient
  /// Of which nobody looks again who was not told of anything.
  let patientClient: RedisClient
  /// Where another process serves the same log.
  let serverPort: Int

  init(redisPort: Int, serverPort: Int) async throws {
    let address = RedisAddress(port: redisPort)
    client = try await RedisClient(to: address)
    patientClient = try await RedisClient(
      to: address, namespace: "faulty", recheckInterval: .seconds(3600))
    self.serverPort = serverPort
  }

  var all: [Check] {
    [
      Check(buffer(), breaks: nil), Check(pipeline(), breaks: nil),
      Check(pipeline(.losesTheEndNotice), breaks: 201),
    ] + RedisFault.allCases.map { Check(buffer($0), breaks: $0.rule) }
      + RedisLifeChecks.all(client)
  }

  private func buffer() -> BufferVerification<RedisStatusBuffer> {
    let names = Counter()
    return BufferVerification(
      name: "Redis Streams", execution: .real(timeout: .seconds(40), runs: 60),
      capacity: Self.capacity
    ) { [client] in
      RedisStatusBuffer(
        client: client, name: "buffer\(names.next())",
        configuration: .init(capacity: Self.capacity))
    }
  }

  private func buffer(_ fault: RedisFault) -> BufferVerification<FaultyRedisBuffer> {
    let names = Counter()
    return BufferVerification(
      name: "Redis Streams: \(fault.rawValue)",
      execution: .real(timeout: .seconds(12), runs: 60), capacity: Self.capacity
    ) { [patientClient] in
      FaultyRedisBuffer(
        fault, client: patientClient, name: "\(fault)\(names.next())", capacity: Self.capacity)
    }
  }

  /// The agent in this process, the viewers at another one.
  private func pipeline() -> PipelineVerification {
    let buffer = RedisStatusBuffer(client: client)
    return PipelineVerification(
      profile: .eventStream(.resumable), name: "Redis Streams, seen through another process",
      capabilities: [.resumable, .heartbeats], execution: .real(timeout: .seconds(40), runs: 31)
    ) { [serverPort] _ in
      PipelineUnderTest(publishingTo: buffer, port: serverPort)
    }
  }

  private func pipeline(_ fault: RedisFault) -> PipelineVerification {
    let buffer = FaultyRedisBuffer(
      fault, client: patientClient, name: "\(fault)", capacity: Self.capacity)
    return PipelineVerification(
      profile: .eventStream(.resumable), name: "Redis Streams, a server that \(fault.rawValue)",
      execution: .real(timeout: .seconds(12), runs: 2)
    ) { _ in
      let server = try await LocalServer.start(viewersOf: buffer, beat: nil)
      return PipelineUnderTest(publishingTo: buffer, port: server.port) { await server.stop() }
    }
  }
}
