import StatusStreaming
import Testing

/// What a server has of its framework.
enum ServingExample {
  typealias Agent = @Sendable (StatusPublisher) async throws -> FinalAnswer

  struct Request {
    var name = "run-1"
    var lastEventID: String?
    var place: String?

    func header(_ name: String) -> String? { name == "Last-Event-ID" ? lastEventID : nil }
    func query(_ name: String) -> String? { name == "after" ? place : nil }
  }

  /// A response that keeps what is written.
  actor Response {
    private(set) var status = 0
    private(set) var bytes: [UInt8] = []
    private(set) var isEnded = false

    func send(_ status: Int, _ headers: [(String, String)], _ text: String) throws {
      _ = try begin(status, headers)
      bytes = Array(text.utf8)
      try end()
    }

    func begin(_ status: Int, _: [(String, String)]) throws -> Body {
      self.status = status
      return Body(response: self)
    }

    func end() throws { isEnded = true }
    func drop() { Issue.record("the connection was dropped") }
    fileprivate func append(_ bytes: [UInt8]) { self.bytes += bytes }
  }

  struct Body: ByteWriter {
    let response: Response
    func write(_ bytes: [UInt8]) async { await response.append(bytes) }
  }

  /// Checks what a server answers to those who begin runs and to those who watch.
  static func check(
    start: (String, @escaping Agent) -> Int, events: (Request, Response) async throws -> Void
  ) async throws {
    let agent: Agent = { publisher in
      try publisher.publish(.thinking("Determining workflow path"))
      return FinalAnswer(text: "Done")
    }
    #expect(start("run-1", agent) == 201)
    #expect(start("run-1", agent) == 409)
    #expect(start("run 1", agent) == 400)
    let requests: [(Request, status: Int)] = [
      (Request(), 200), (Request(lastEventID: "b7-1"), 200), (Request(place: "b7-1"), 200),
      (Request(lastEventID: "b7-2", place: "b7-1"), 204), (Request(lastEventID: "b7-3"), 409),
      (Request(lastEventID: "1"), 409), (Request(lastEventID: "one"), 400),
      (Request(name: "run 1"), 400), (Request(name: "run-2"), 404),
      (Request(name: "run-2", lastEventID: "b7-1"), 410),
    ]
    for (request, status) in requests {
      let response = Response()
      try await events(request, response)
      #expect(await response.status == status, "\(request)")
      #expect(await response.isEnded)
      let text = String(decoding: await response.bytes, as: UTF8.self)
      #expect(text.contains("event: complete") == (status == 200))
      #expect(text.isEmpty == (status == 204))
    }
  }
}
