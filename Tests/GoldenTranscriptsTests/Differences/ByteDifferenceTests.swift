import GoldenTranscripts
import Testing

@Suite("Byte differences")
struct ByteDifferenceTests {
  private static let unlimited = ByteDifference.Limits(lines: .max, columns: .max)

  @Test("name the first byte that differs")
  func place() throws {
    let difference = try #require(
      ByteDifference(from: Array("a\nbcd\ne\n".utf8), to: Array("a\nbXd\ne\n".utf8)))
    #expect(difference.line == 2)
    #expect(difference.column == 2)
    #expect(difference.offset == 3)
    #expect(difference.instant == nil)
    let expected = """
      line 2, column 2, byte 3: 0x58 instead of 0x63
      @@ -1,3 +1,3 @@
       a
      -bcd
      +bXd
       e

      """
    #expect(difference.description == expected)
    #expect(ByteDifference(from: [], to: []) == nil)
    #expect(ByteDifference(from: [1, 10], to: [1, 10]) == nil)
  }

  @Test("say when the versions part")
  func instant() throws {
    let difference = try #require(
      ByteDifference(from: [65], to: [66]) { .nanoseconds(1_000_000_002 + $0) })
    #expect(difference.instant == .nanoseconds(1_000_000_002))
    #expect(
      difference.description.hasPrefix(
        "line 1, column 1, byte 0, at 1.000000002 s: 0x42 instead of 0x41\n"))
  }

  @Test("show line ends and what can't be seen")
  func visibility() throws {
    let cases: [([UInt8], [UInt8], String)] = [
      (Array("a\n".utf8), Array("a\r\n".utf8), "@@ -1,1 +1,1 @@\n-a\n+a␍\n"),
      (
        Array("a\nb\n".utf8), Array("a\nb".utf8),
        "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ no line feed at the end\n"
      ),
      (Array("a\n".utf8), [], "@@ -1,1 +0,0 @@\n-a\n"),
      ([], Array("\n".utf8), "@@ -0,0 +1,1 @@\n+\n"),
      (
        [0xFF, 0x0A], Array("\u{1B}\0\t\u{7F}\u{85}\u{202E}\u{2028}\n".utf8),
        "@@ -1,1 +1,1 @@\n-⟨xff⟩\n+␛␀␉␡⟨U+0085⟩⟨U+202E⟩⟨U+2028⟩\n"
      ),
      (
        Array("e\u{301}\n".utf8), Array("é\n".utf8), "@@ -1,1 +1,1 @@\n-e\u{301}\n+é\n"
      ),
    ]
    for (old, new, hunks) in cases {
      let difference = try #require(ByteDifference(from: old, to: new))
      #expect(difference.hunks.utf8.elementsEqual(hunks.utf8), "\(difference.hunks)")
    }
    let end = try #require(ByteDifference(from: [65, 10], to: [65]))
    #expect(end.description.hasPrefix("line 1, column 2, byte 1: the end instead of 0x0a\n"))
  }

  @Test("are patches, and short ones", arguments: 0..<200 as Range<UInt64>)
  func patch(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let letters = 1 + contents.below(6)
    let old = (0..<contents.below(40)).map { _ in "\(contents.below(letters))\n" }
    var new = old
    for _ in 0..<contents.below(6) {
      let index = contents.below(new.count + 1)
      let count = min(contents.below(4), new.count - index)
      let lines = (0..<contents.below(4)).map { _ in "\(contents.below(letters))\n" }
      new.replaceSubrange(index..<(index + count), with: lines)
    }
    guard
      let difference = ByteDifference(
        from: Array(old.joined().utf8), to: Array(new.joined().utf8), limits: Self.unlimited)
    else {
      #expect(old == new)
      return
    }
    let patch = UnifiedPatch(difference.hunks)
    #expect(patch.apply(to: old) == new)
    #expect(patch.changedCount == UnifiedPatch.shortest(from: old, to: new))
  }

  @Test("share a hunk as long as their context touches")
  func hunks() throws {
    for (distance, count) in [(6, 1), (7, 2)] {
      let same = String(repeating: "same\n", count: distance)
      let difference = try #require(
        ByteDifference(from: Array("a\n\(same)b\n".utf8), to: Array("A\n\(same)B\n".utf8)))
      #expect(difference.hunks.split(separator: "\n").count { $0.hasPrefix("@@") } == count)
    }
  }

  @Test("stay small and quick however much differs")
  func bounds() throws {
    let old = (0..<20_000).map { "old \($0)\n" }.joined()
    let new = (0..<20_000).map { "new \($0)\n" }.joined()
    let same = "same\n"
    let difference = try #require(
      ByteDifference(from: Array((same + old + same).utf8), to: Array((same + new).utf8)))
    let lines = difference.hunks.split(separator: "\n")
    #expect(difference.line == 2)
    #expect(lines.count <= 62)
    #expect(lines.contains("-old 0") && lines.contains("+new 0"))
    #expect(lines.last == "… and 39943 more changed lines")
  }

  @Test("cut long lines around what differs")
  func longLines() throws {
    let long = String(repeating: "é", count: 50_000)
    let cases: [(String, String, [String])] = [
      ("\(long)a\(long)", "\(long)b\(long)", ["éa", "éb", "-…é", "+…é", "é…\n"]),
      (long, long + "x", ["-…é", "éx\n", "é\n"]),
      ("x\(long)", "y\(long)", ["-xé", "+yé", "é…\n"]),
      ("a\n\(long)", "b\n\(long)", [" éé", "é…\n"]),
    ]
    for (old, new, parts) in cases {
      let difference = try #require(
        ByteDifference(from: Array("\(old)\n".utf8), to: Array("\(new)\n".utf8)))
      for part in parts { #expect(difference.hunks.contains(part), "\(difference.hunks)") }
      #expect(!difference.hunks.contains("⟨"))
      #expect(difference.hunks.utf8.count < 500)
    }
  }
}
