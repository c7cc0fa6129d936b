import Testing
import WireDecoding

@Suite("JSON patches")
struct JSONPatchTests {
  private func value(_ text: String) throws -> WireDecoding.JSONValue {
    try WireDecoding.JSONValue(parsing: Array(text.utf8), maximumDepth: 1_000)
  }

  private func patched(_ document: String, by patch: String) throws -> WireDecoding.JSONValue {
    try JSONPatch(value(patch)).applied(to: value(document))
  }

  @Test(
    "apply operation by operation",
    arguments: [
      // add (4.1)
      (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":2}]"#, #"{"a":1,"b":2}"#),
      (#"{"a":1,"b":2}"#, #"[{"op":"add","path":"/a","value":3}]"#, #"{"a":3,"b":2}"#),
      (#"{"a":1}"#, #"[{"op":"add","path":"","value":[]}]"#, "[]"),
      ("[1,3]", #"[{"op":"add","path":"/1","value":2}]"#, "[1,2,3]"),
      ("[1]", #"[{"op":"add","path":"/1","value":2}]"#, "[1,2]"),
      ("[1]", #"[{"op":"add","path":"/-","value":2}]"#, "[1,2]"),
      (#"{"a":null}"#, #"[{"op":"add","path":"/a","value":null}]"#, #"{"a":null}"#),
      (#"{"":1}"#, #"[{"op":"add","path":"/","value":2}]"#, #"{"":2}"#),
      (#"{"a":{"-":1}}"#, #"[{"op":"add","path":"/a/-","value":2}]"#, #"{"a":{"-":2}}"#),
      // remove (4.2)
      (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{"b":2}"#),
      ("[1,2,3]", #"[{"op":"remove","path":"/1"}]"#, "[1,3]"),
      (#"{"a/b":1,"m~n":2}"#, #"[{"op":"remove","path":"/a~1b"}]"#, #"{"m~n":2}"#),
      (#"{"a/b":1,"m~n":2}"#, #"[{"op":"remove","path":"/m~0n"}]"#, #"{"a/b":1}"#),
      (#"{"01":1}"#, #"[{"op":"remove","path":"/01"}]"#, "{}"),
      // replace (4.3)
      (#"{"a":1,"b":2}"#, #"[{"op":"replace","path":"/a","value":[1]}]"#, #"{"a":[1],"b":2}"#),
      ("[1,2]", #"[{"op":"replace","path":"/0","value":null}]"#, "[null,2]"),
      ("1", #"[{"op":"replace","path":"","value":2}]"#, "2"),
      // move (4.4)
      (
        #"{"a":{"x":1},"b":{}}"#, #"[{"op":"move","from":"/a/x","path":"/b/y"}]"#,
        #"{"a":{},"b":{"y":1}}"#
      ),
      ("[1,2,3,4]", #"[{"op":"move","from":"/0","path":"/2"}]"#, "[2,3,1,4]"),
      (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
      (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a/b","path":"/a"}]"#, #"{"a":1}"#),
      (#"{"a":1,"ab":{}}"#, #"[{"op":"move","from":"/a","path":"/ab/x"}]"#, #"{"ab":{"x":1}}"#),
      // copy (4.5)
      (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"}]"#, #"{"a":[1],"b":[1]}"#),
      (#"{"a":1}"#, #"[{"op":"copy","from":"","path":"/b"}]"#, #"{"a":1,"b":{"a":1}}"#),
      // test (4.6)
      (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1.0}]"#, #"{"a":1}"#),
      (#"{"a":100}"#, #"[{"op":"test","path":"/a","value":1e2}]"#, #"{"a":100}"#),
      (#"{"a":-0}"#, #"[{"op":"test","path":"/a","value":0.00}]"#, #"{"a":-0}"#),
      (
        #"{"a":{"b":1,"c":[2]}}"#, #"[{"op":"test","path":"/a","value":{"c":[2],"b":1}}]"#,
        #"{"a":{"b":1,"c":[2]}}"#
      ),
      (#"{"a":null}"#, #"[{"op":"test","path":"/a","value":null}]"#, #"{"a":null}"#),
      (#""a""#, #"[{"op":"test","path":"","value":"a"}]"#, #""a""#),
      // What an operation does not define is ignored, and so is one that is not defined (4).
      (#"{"a":1}"#, #"[{"op":"remove","path":"/a","value":9,"x":[]}]"#, "{}"),
      (#"{"a":1}"#, #"[{"op":"increment","path":"/a"},{"op":"remove","path":"/a"}]"#, "{}"),
      (#"{"a":1}"#, "[]", #"{"a":1}"#),
    ])
  func application(document: String, patch: String, result: String) throws {
    #expect(try patched(document, by: patch) == value(result))
  }

  @Test(
    "do not apply to what is not there",
    arguments: [
      (#"{"a":1}"#, #"{"op":"add","path":"/b/c","value":2}"#),
      ("[1]", #"{"op":"add","path":"/2","value":2}"#),
      ("[1]", #"{"op":"add","path":"/01","value":2}"#),
      ("[1]", #"{"op":"add","path":"/+0","value":2}"#),
      ("[1]", #"{"op":"add","path":"/1e0","value":2}"#),
      ("[1]", #"{"op":"add","path":"/","value":2}"#),
      ("[1]", #"{"op":"add","path":"/99999999999999999999","value":2}"#),
      ("1", #"{"op":"add","path":"/a","value":2}"#),
      (#"{"a":1}"#, #"{"op":"remove","path":"/b"}"#),
      (#"{"a":1}"#, #"{"op":"remove","path":""}"#),
      ("[1]", #"{"op":"remove","path":"/-"}"#),
      ("[1]", #"{"op":"remove","path":"/1"}"#),
      (#"{"a":1}"#, #"{"op":"replace","path":"/b","value":2}"#),
      ("[1]", #"{"op":"replace","path":"/-","value":2}"#),
      (#"{"a":{}}"#, #"{"op":"move","from":"/a","path":"/a/b"}"#),
      (#"{"a":{}}"#, #"{"op":"move","from":"","path":"/b"}"#),
      (#"{"a":{}}"#, #"{"op":"move","from":"/b","path":"/b"}"#),
      (#"{"a":{}}"#, #"{"op":"copy","from":"/b","path":"/c"}"#),
      (#"{"a":1}"#, #"{"op":"test","path":"/a","value":2}"#),
      (#"{"a":1}"#, #"{"op":"test","path":"/a","value":"1"}"#),
      (#"{"a":"\u00e9"}"#, #"{"op":"test","path":"/a","value":"e\u0301"}"#),
      (#"{"a":{"b":1}}"#, #"{"op":"test","path":"/a","value":{"b":1,"c":1}}"#),
      (#"{"a":1}"#, #"{"op":"test","path":"/b","value":null}"#),
      (#"{"é":1}"#, #"{"op":"remove","path":"/e\u0301"}"#),
    ])
  func failure(document: String, operation: String) throws {
    let patch = #"[{"op":"test","path":"","value":\#(document)},\#(operation)]"#
    let error = #expect(throws: JSONPatchError.self) { try patched(document, by: patch) }
    #expect(error?.operation == 1)
    #expect(error?.isMalformed == false)
    #expect(error?.description.hasPrefix("Operation 2 ") == true)
  }

  @Test(
    "are refused if they are none",
    arguments: [
      "{}", "null", #""[]""#, "[1]", #"[["op"]]"#, "[{}]", #"[{"op":1}]"#, #"[{"op":"add"}]"#,
      #"[{"op":"add","path":"/a"}]"#, #"[{"op":"add","path":"a","value":1}]"#,
      #"[{"op":"remove","path":1}]"#, #"[{"op":"remove","path":"/~2"}]"#,
      #"[{"op":"move","path":"/a"}]"#, #"[{"op":"copy","from":null,"path":"/a"}]"#,
      #"[{"op":"test","path":"/a"}]"#, #"[{"op":"replace","value":1}]"#,
    ])
  func malformed(patch: String) throws {
    let error = #expect(throws: JSONPatchError.self) { try JSONPatch(value(patch)) }
    #expect(error?.isMalformed == true)
  }

  @Test("name the operations that RFC 6902 does not define")
  func unknown() throws {
    let patch = try JSONPatch(value(#"[{"op":"inc","path":1},{"op":"remove","path":"/a"}]"#))
    #expect(patch.unknownOperations == ["inc"])
    #expect(patch.operations.count == 1)
  }

  @Test("that would fill the memory, or the stack, are refused")
  func hostile() throws {
    let doubling = #"{"op":"copy","from":"","path":"/-"}"#
    let copies = Array(repeating: doubling, count: 64).joined(separator: ",")
    var error = #expect(throws: JSONPatchError.self) { try patched("[1]", by: "[\(copies)]") }
    #expect(error?.code == .tooLarge(limit: JSONPatch.maximumSize))
    let nesting = (0..<2_000).map { number in
      let path = String(repeating: "/a", count: number)
      return #"{"op":"add","path":"\#(path)","value":{"a":1}}"#
    }
    error = #expect(throws: JSONPatchError.self) {
      try patched("{}", by: "[\(nesting.joined(separator: ","))]")
    }
    #expect(error?.code == .tooLarge(limit: JSONPatch.maximumSize))
    let churn = (0..<2_000).map { _ in
      #"{"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/b"}"#
    }
    let numbers = Array(repeating: "1", count: 1_000).joined(separator: ",")
    #expect(throws: JSONPatchError.self) {
      try patched(#"{"a":[\#(numbers)]}"#, by: "[\(churn.joined(separator: ","))]")
    }
  }

  @Test(
    "compare numbers by their values",
    arguments: [
      ("1e400", "10e399", true), ("0.1", "1e-1", true), ("1", "1.0000000000000000000001", false),
      ("9007199254740993", "9007199254740992", false), ("1e99999999999999999999", "1", false),
      ("1e99999999999999999999", "1e99999999999999999999", true), ("-1", "1", false),
      ("0e5", "-0", true), ("12E+2", "1200", true),
    ])
  func numbers(one: String, other: String, isEqual: Bool) throws {
    #expect(try value(one).isEqual(to: value(other)) == isEqual)
    #expect(try value(other).isEqual(to: value(one)) == isEqual)
  }
}
