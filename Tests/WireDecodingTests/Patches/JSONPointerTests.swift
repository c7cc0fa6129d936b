import Testing
import WireDecoding

@Suite("JSON pointers")
struct JSONPointerTests {
  @Test(
    "are read as in RFC 6901",
    arguments: [
      ("", []), ("/", [""]), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("//", ["", ""]),
      ("/a~1b", ["a/b"]), ("/m~0n", ["m~n"]), ("/~01", ["~1"]), ("/ ", [" "]), ("/k\"l", ["k\"l"]),
      ("/0", ["0"]), ("/-", ["-"]), ("/é/日", ["é", "日"]),
      // A combining character does not join the slash before it.
      ("/\u{301}", ["\u{301}"]),
    ] as [(String, [String])])
  func reading(text: String, tokens: [String]) throws {
    let pointer = try #require(JSONPointer(text))
    #expect(pointer.tokens == tokens)
    #expect(pointer.description == text)
  }

  @Test("are nothing else", arguments: ["a", "a/b", "/~", "/~2", "/a~", "#/a", " /a"])
  func refusal(text: String) {
    #expect(JSONPointer(text) == nil)
  }

  @Test("are equal by their bytes")
  func equality() {
    #expect(JSONPointer("/\u{E9}") != JSONPointer("/e\u{301}"))
    #expect(JSONPointer("/\u{E9}") == JSONPointer("/\u{E9}"))
  }
}
