import Testing

@testable import DocumentedExamples

@Suite("Blocks of code")
struct ParsingTests {
  private func blocks(_ text: String, path: String = "A.md") throws -> [CodeBlock] {
    try CodeBlock.all(in: text, path: path)
  }

  @Test(
    "are found behind every kind of fence",
    arguments: [
      "```swift\nlet a = 1\n```\n", "~~~swift\nlet a = 1\n~~~\n", "````swift\nlet a = 1\n````",
      "``` Swift, ignore\nlet a = 1\n```", "\n- item:\n\n  ```swift\n  let a = 1\n  ```\n",
      "```swift\r\nlet a = 1\r\n```\r\n", "Text\n```swift\nlet a = 1\n```   \nmore",
    ])
  func fences(text: String) throws {
    let block = try #require(blocks(text).first)
    #expect(block.language == "swift")
    #expect(block.lines == ["let a = 1"])
  }

  @Test("keep shorter and other fences within them, and their own indentation")
  func nesting() throws {
    let block = try #require(blocks("  ````md\n  ```swift\n    ~~~\n  ```\n  ````").first)
    #expect(block.lines == ["```swift", "  ~~~", "```"])
    #expect(block.indentation == 2)
    #expect(block.line == 2)
  }

  @Test("are not what is in a line, in a comment, or in a list's paragraph")
  func others() throws {
    #expect(
      try blocks("Use ```x``` here\n<!--\n```swift\nlet\n```\n-->\n- a\n\n      more\n").isEmpty)
  }

  @Test("have no language if they are indented or if nobody says")
  func indented() throws {
    #expect(try blocks("Text\n\n    let a = 1\n").map(\.language) == [""])
    #expect(try blocks("```\nlet a = 1\n```\n").map(\.language) == [""])
  }

  @Test("are found in documentation comments alone")
  func comments() throws {
    let text = """
      struct A {
        // ```swift
        // let a = 0
        // ```
        /// Text.
        ///
        /// ```swift
        /// let a = 1
        ///
        ///   .b
        /// ```
        let text = "```"
      }
      """
    let block = try #require(blocks(text, path: "Sources/A/A.swift").first)
    #expect(block.lines == ["let a = 1", "", "  .b"])
    #expect(block.line == 8)
    #expect(block.indentation == 6)
    #expect(try blocks(text, path: "Sources/A/A.swift").count == 1)
  }

  @Test("take the marker above them")
  func markers() throws {
    let check = try blocks("<!-- example in Shop, then\n#expect(a)\n-->\n\n```swift\n```\n")[0]
      .marker
    #expect(check?.surroundings == "Shop")
    #expect(check?.check == "#expect(a)")
    #expect(check?.checkLine == 2)
    let alone = try blocks("<!-- example, then f() -->\n```swift\n```")[0].marker
    #expect(alone?.surroundings == nil)
    #expect(alone?.check == "f()")
    #expect(
      try blocks("<!-- not run: it never ends -->\n```swift\n```")[0].marker?.reasonNotToRun
        == "it never ends")
    let apart = try blocks("<!-- not run in Shop: x -->\n```swift\n```\n\n```swift\n```")
    #expect(apart.map { $0.marker?.surroundings } == ["Shop", nil])
    #expect(try blocks("<!-- a note -->\n```swift\n```")[0].marker == nil)
  }

  @Test(
    "are refused with the place of what is wrong",
    arguments: [
      ("```swift\nlet a = 1\n", "A.md:1: error: this fence is never closed"),
      ("\n<!-- example\n", "A.md:2: error: this comment is never closed"),
      ("<!-- example in A -->\n\nText\n", "A.md:1: error: this marker stands above no block"),
      ("<!-- example in A -->\n", "A.md:1: error: this marker stands above no block of code"),
      ("<!-- example of A -->\n", "A.md:1: error: 'example of A' is no marker"),
      ("<!-- not compiled -->\n", "A.md:1: error: 'not compiled' is no marker"),
    ])
  func refusals(text: String, message: String) {
    let error = #expect(throws: DocumentError.self) { try blocks(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test("are commands in the words of a shell")
  func shell() {
    let lines = [
      "A=1 swift run x --query \"a \\\"b\\\"\" 'c d'  # e | f", "", "x > y.json | z 2>&1 && w \\",
      "  --v; # u", "t '#' a#b",
    ]
    let commands = ShellCommand.all(in: lines)
    #expect(
      commands.map(\.words) == [
        ["swift", "run", "x", "--query", "a \"b\"", "c d"], ["x"], ["z"], ["w", "--v"],
        ["t", "#", "a#b"],
      ])
    #expect(commands.map(\.line) == [0, 2, 2, 2, 4])
  }
}
