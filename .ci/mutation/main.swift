import Foundation
import SwiftOperators
import SwiftParser
import SwiftSyntax

// Prints every mutant of the files that the arguments name, each as a line of JSON.
let encoder = JSONEncoder()
encoder.outputFormatting = .sortedKeys
for file in CommandLine.arguments.dropFirst() {
  let tree = Parser.parse(source: try String(contentsOfFile: file, encoding: .utf8))
  let folded = OperatorTable.standardOperators.foldAll(tree) { _ in }
  for mutant in Sites(folded, of: file).mutants {
    print(String(decoding: try encoder.encode(mutant), as: UTF8.self))
  }
}
