import DocumentedExamples
import Foundation

/// Writes the examples of all documents as sources of the test target:
/// `example-extractor ROOT FOLDER LIST FILE…`.
@main
enum ExampleExtractor {
  static func main() {
    do {
      let arguments = CommandLine.arguments
      let documents = Documents(root: URL(filePath: arguments[1]))
      let target = ExampleTarget(documents: documents, folder: arguments[2])
      let files = arguments.dropFirst(4)
      let sources = try target.sources(files: files.count)
      for (path, text) in zip([arguments[3]] + files, [sources.list] + sources.examples) {
        // What has not changed need not be compiled again.
        if (try? String(contentsOfFile: path, encoding: .utf8)) == text { continue }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
      }
    } catch {
      print("\(error)")
      exit(1)
    }
  }
}
