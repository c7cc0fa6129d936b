import Foundation
import Testing

@testable import DocumentedExamples

@Suite("The examples in the documents")
struct CoverageTests {
  private let blocks: [CodeBlock]
  private let examples: [Example]

  init() throws {
    blocks = try Documents.ofThisPackage.blocks()
    examples = try blocks.compactMap { try Example($0) }
  }

  @Test("are those of this build")
  func areBuilt() {
    let present = Set(examples.map { "\($0.block.place) \($0.block.fingerprint)" })
    let advice: Comment = "build again; if that does not help, touch Package.swift and build"
    #expect(present.subtracting(builtExamples).isEmpty, advice)
    #expect(builtExamples.subtracting(present).isEmpty, advice)
  }

  @Test("say in which language they are")
  func languages() {
    for block in blocks {
      #expect(!block.language.isEmpty, "\(block.place): expected a fence with a language")
    }
  }

  @Test("are compiled, but for one in twenty")
  func areCompiled() {
    var counts = (run: 0, compiled: 0, neither: 0)
    var reasons: [String] = []
    for example in examples {
      switch example.treatment {
      case .run: counts.run += 1
      case .compiled(let reason):
        counts.compiled += 1
        reasons.append("\(example.block.place): compiled only, \(reason)")
      case .neither(let reason):
        counts.neither += 1
        reasons.append("\(example.block.place): neither, \(reason)")
      }
    }
    let others = Dictionary(grouping: blocks.lazy.map(\.language).filter { $0 != "swift" }) { $0 }
      .map { "\($1.count) \($0)" }.sorted().joined(separator: ", ")
    print(
      """
      \(examples.count) examples: \(counts.run + counts.compiled) are compiled, \
      \(counts.run) of them run, \(counts.neither) are neither; other blocks: \(others)
      \(reasons.joined(separator: "\n"))
      """)
    #expect(examples.count > 20)
    #expect(counts.neither * 20 <= examples.count)
  }
}
