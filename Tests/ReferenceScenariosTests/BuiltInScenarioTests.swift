import Foundation
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("Of the built-in scenarios")
struct BuiltInScenarioTests {
  @Test("documents shows the reference transcript on a terminal")
  func documents() throws {
    let terminal = try #require(play(named: "documents").first)
    let expected = """
        ┌─ Real-time Status Stream ─────────────
        │ 🤔 [THINKING] Determining workflow path
        │ ✅ [OK] [Step 1] ▶️  running Parsing repository sources
        │ ✅ [OK] [Step 1] ✓ ok Done!
        │ ✅ [OK] [Step 2] ▶️  running Launching metadata subflow
        │ ✅ [OK] [Step 2] ✓ ok Done!
        │ ✅ [OK] [Step 3] ▶️  running Summarizing findings
        │ ✅ [OK] [Step 3] ✓ ok Done!
        │ ✅ [OK] [Step 4] ▶️  running Assembling HTML report
        │ ✅ [OK] [Step 4] ✓ ok Done!
        │ ✅ [OK] [Step 99] ▶️  running Synthesizing final response
        │ ✅ [OK] [Step 99] ✓ ok Done!
        └───────────────────────────────────────

      """
    #expect(Array(expected.utf8) == terminal.bytes)
  }

  @Test("wake and late-viewer write what documents writes", arguments: ["wake", "late-viewer"])
  func sameBytes(name: String) throws {
    let documents = try play(named: "documents").map(\.bytes)
    let isSame = try play(named: name).prefix(documents.count).map(\.bytes) == documents
    #expect(isSame)
  }

  @Test(
    "late-viewer gives a viewer who has seven events the rest, and a front end how things stand")
  func lateResume() throws {
    let connections = try play(named: "late-viewer")
    let resumed = try #require(connections.first { $0.fileName == "resumable.2.sse" })
    #expect(Self.ids(in: resumed) == Array(8...12))
    let frontEnd = try #require(connections.first { $0.fileName == "ag-ui.2.sse" })
    #expect(Self.ids(in: frontEnd) == Array(7...12))
    #expect(
      frontEnd.text.contains(#""stepName":"Step 3","metadata":{"status-streaming":{"restated""#))
  }

  /// The numbers of the whole events of an event stream.
  private static func ids(in connection: Playback.Connection) -> [Int] {
    connection.text.components(separatedBy: "\n\n").dropLast().compactMap { block in
      let line = block.split(separator: "\n").first { $0.hasPrefix("id: ") }
      return line.flatMap { Int($0.dropFirst(4)) }
    }
  }

  @Test("slow-viewer tells of a gap, and delivers the end")
  func slowViewer() throws {
    let connections = try play(named: "slow-viewer")
    #expect(connections[0].text.contains("[GAP]"))
    #expect(connections[1].text.contains("event: gap"))
    #expect(connections[2].text.contains("\"type\":\"gap\""))
    #expect(connections[3].text.contains("status-streaming.gap"))
    #expect(connections.allSatisfy { $0.text.contains("Synthesizing final response") })
  }

  @Test("reconnect goes on where the first connection was cut")
  func reconnect() throws {
    let connections = try play(named: "reconnect")
    try #require(connections.count == 4)
    #expect(
      connections.map(\.fileName) == [
        "resumable.1.sse", "resumable.2.sse", "ag-ui.1.sse", "ag-ui.2.sse",
      ])
    #expect(connections[0].cursors == ["run-1": 4])
    #expect("\(connections[0].ending)" == "sinkFailed(the connection was cut)")
    #expect(Self.ids(in: connections[0]) == Array(1...4))
    #expect(!connections[0].text.hasSuffix("\n\n"))
    #expect(Self.ids(in: connections[1]) == Array(5...12))
    #expect(connections[2].cursors == ["run-1": 4])
    #expect(Self.ids(in: connections[3]) == Array(5...12))
    #expect(connections[3].text.hasPrefix(#"data: {"type":"RUN_STARTED""#))
  }

  @Test("idle-heartbeats beats three times in a minute")
  func heartbeats() throws {
    let connections = try play(named: "idle-heartbeats")
    let frames = try #require(connections.first { $0.fileName == "websocket.frames" })
    // A ping without content is these two bytes, and JSON holds neither.
    let pings = zip(frames.bytes, frames.bytes.dropFirst()).count { $0 == 0x89 && $1 == 0 }
    #expect(pings == 3)
  }

  @Test("two-traces interleaves both runs on one terminal")
  func twoTraces() throws {
    let connections = try play(named: "two-traces")
    let lines = connections[0].text.split(separator: "\n")
    let first = lines.map { $0.contains("run-1") }
    #expect(first.count { $0 } == 12)
    #expect(lines.count { $0.contains("run-2") } == 12)
    #expect(zip(first, first.dropFirst()).count { $0 != $1 } > 4)
    #expect(
      connections.map(\.fileName) == [
        "terminal.txt", "resumable.1.sse", "resumable.2.sse", "ag-ui.1.sse", "ag-ui.2.sse",
      ])
  }

  @Test("agent-throws keeps the error's text to itself")
  func agentThrows() throws {
    let connections = try play(named: "agent-throws")
    #expect(connections.allSatisfy { !$0.text.contains("postgres") })
    #expect(connections.last?.text.contains("agent failed") == true)
  }

  @Test("hostile-messages stays on one line for each update")
  func hostileMessages() throws {
    let terminal = try #require(play(named: "hostile-messages").first)
    let lines = terminal.text.utf8.split(separator: UInt8(ascii: "\n"))
    let last = try #require(terminal.cursors["run-1"])
    // A header and a footer, and the terminal event has no line.
    #expect(lines.count == last.number.rawValue - 1 + 2)
    #expect(!terminal.bytes.contains(0x1B))
  }

  @Test("burst delivers two hundred updates")
  func burst() throws {
    for connection in try play(named: "burst") {
      #expect(connection.cursors["run-1"] == 201)
      #expect(connection.text.contains("Update 200"))
    }
  }
}
