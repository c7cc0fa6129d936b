import Foundation
import PackagePlugin

/// Makes sources of the examples in all documents, whenever one of them changes.
///
/// What the command writes has to be known before any document is read, and still hold when there
/// are more examples; so there are more files than examples, and some stay empty.
@main
struct ExampleExtraction: BuildToolPlugin {
  private static let numberOfFiles = 96

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let output = context.pluginWorkDirectoryURL
    let list = output.appending(path: "BuiltExamples.swift")
    let files = (0..<Self.numberOfFiles).map { output.appending(path: "Example\($0).swift") }
    let root = context.package.directoryURL
    guard let module = target.sourceModule else { return [] }
    let folder = String(module.directoryURL.path.dropFirst(root.path.count + 1))
    return [
      .buildCommand(
        displayName: "Extracting examples",
        executable: try context.tool(named: "example-extractor").url,
        arguments: [root.path, folder, list.path] + files.map(\.path),
        inputFiles: try inputs(below: root), outputFiles: [list] + files)
    ]
  }

  /// The documents, and the folders, since those change when a document is added.
  private func inputs(below folder: URL) throws -> [URL] {
    let entries = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
    return try [folder]
      + entries.flatMap { entry in
        if try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
          return try inputs(below: entry)
        }
        return ["md", "swift"].contains(entry.pathExtension) ? [entry] : []
      }
  }
}
