/// The source of an example in the test target.
///
/// Each example is a suite of its own, so that two of them may declare the same, within the
/// surroundings that its marker names. To the compiler its lines are those of the document.
extension Example {
  /// The source.
  ///
  /// - Parameters:
  ///   - name: the suite's name.
  ///   - root: the package's folder.
  ///   - imports: what the block needs if it shows no imports.
  package func source(named name: String, root: String, imports: [String]) -> String {
    let file = "\(root)/\(block.path)"
    let margin = String(repeating: " ", count: block.indentation)
    let lines = located(body.map { margin + $0 }, in: file, from: block.line)
    // A variable, since a `main` may or may not wait and throw.
    let main = mainType.map {
      "let main: () async throws -> Void = \($0).main\ntry await main()\n"
    }
    let check = block.marker.flatMap { marker in
      marker.check.map { located([$0], in: file, from: marker.checkLine) }
    }
    var function = ""
    if form == .statements || main != nil || check != nil {
      let attribute = block.marker?.reasonNotToRun == nil ? "@Test " : ""
      function = """
        \(attribute)func example() async throws {
        \(form == .statements ? lines : "")\(main ?? "")\(check ?? "")}

        """
    }
    let suite = """
      @Suite(\(quoted(block.place))) struct \(name) {
      \(form == .statements || isExtension ? "" : lines)\(function)}

      """
    return header(imports) + (isExtension ? lines : "")
      + (block.marker?.surroundings.map { "extension \($0) {\n\(suite)}\n" } ?? suite)
  }

  /// Whether the block can't be within a type.
  private var isExtension: Bool {
    form != .statements && body.contains { $0.hasPrefix("extension ") }
  }

  private func header(_ imports: [String]) -> String {
    let shown = shownImports.isEmpty ? imports : shownImports
    return Set(shown + ["import Testing"]).sorted().map { $0 + "\n" }.joined() + "\n"
  }

  private func located(_ lines: [String], in file: String, from line: Int) -> String {
    """
    #sourceLocation(file: \(quoted(file)), line: \(line))
    \(lines.joined(separator: "\n"))
    #sourceLocation()

    """
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
