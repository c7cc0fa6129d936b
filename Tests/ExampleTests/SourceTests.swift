import Testing

@testable import DocumentedExamples

@Suite("What an example becomes")
struct SourceTests {
  private func example(_ code: String, marker: String = "") throws -> Example {
    let text = "\(marker)\n```swift\n\(code)\n```\n"
    return try #require(try Example(CodeBlock.all(in: text, path: "A.md")[0]))
  }

  private func source(_ code: String, marker: String = "") throws -> [String] {
    try example(code, marker: marker).source(named: "A", root: "/r", imports: ["import M"])
      .split(separator: "\n").map(String.init)
  }

  @Test("is a test that executes its statements, and what its marker says")
  func statements() throws {
    #expect(
      try source("let a = 1", marker: "<!-- example in S, then f(a) -->") == [
        "import M", "import Testing", "extension S {", "@Suite(\"A.md:3\") struct A {",
        "@Test func example() async throws {", "#sourceLocation(file: \"/r/A.md\", line: 3)",
        "let a = 1", "#sourceLocation()", "#sourceLocation(file: \"/r/A.md\", line: 1)", "f(a)",
        "#sourceLocation()", "}", "}", "}",
      ])
    #expect(try example("let a = 1").treatment == .run)
  }

  @Test("is a suite with its tests, and imports what it shows and nothing else")
  func tests() throws {
    let code = "import B\nimport Testing\n@Test func a() {}"
    #expect(
      try source(code) == [
        "import B", "import Testing", "@Suite(\"A.md:3\") struct A {",
        "#sourceLocation(file: \"/r/A.md\", line: 3)", "@Test func a() {}", "#sourceLocation()",
        "}",
      ])
    #expect(throws: DocumentError.self) { try example("import B\n@Test func a() {}") }
    #expect(throws: DocumentError.self) { try example("import B\n#expect(true)") }
  }

  @Test("is a call of the main function if it is a program with one")
  func mainFunction() throws {
    let code = "@main struct P {\n  static func main() {}\n}"
    let source = try source(code)
    #expect(source.contains(" struct P {"))
    #expect(source.contains("let main: () async throws -> Void = P.main"))
    #expect(try example(code).treatment == .run)
  }

  @Test("is compiled alone if it declares something, or says why it is not run")
  func declarations() throws {
    for code in ["struct A {}", "@MainActor\nfinal class A {\n}\n", "extension Int {\n}"] {
      guard case .compiled = try example(code).treatment else {
        Issue.record("\(code) is run")
        continue
      }
    }
    #expect(try source("extension Int {}").firstIndex(of: "extension Int {}") == 3)
    let marker = "<!-- not run: it waits for ever -->"
    #expect(try example("wait()", marker: marker).treatment == .compiled("it waits for ever"))
    #expect(try source("wait()", marker: marker).contains("func example() async throws {"))
    let neither = try example("…", marker: "<!-- not compiled: it is not Swift yet -->")
    #expect(neither.treatment == .neither("it is not Swift yet"))
  }
}
