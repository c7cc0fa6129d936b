import StatusStreaming
import Testing

@Suite("Trace ids")
struct TraceIDTests {
  @Test(
    "accept 1 to 128 visible ASCII characters",
    arguments: ["a", "run-1", "~!", String(repeating: "x", count: 128)])
  func valid(name: String) throws {
    #expect(try TraceID(name).rawValue == name)
  }

  @Test(
    "refuse everything else, naming it without letting it act",
    arguments: [
      "", " ", "two words", "tab\t", "line\nforged", "esc\u{1B}[2J", "nul\0", "é", "\u{202E}",
      "del\u{7F}", String(repeating: "x", count: 129),
    ])
  func invalid(name: String) throws {
    let error = try #require(throws: InvalidTraceID.self) { try TraceID(name) }
    #expect(error.name == name)
    #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(error.description.contains("expected 1 to 128 visible ASCII characters"))
  }
}
