package import GoldenTranscripts
internal import ReferenceScenarios

extension RecordCommand {
  /// How many files there are of each kind, in one line.
  package func summary(of report: GoldenReport) -> String {
    let words = report.entries.map { word(for: $0.verdict) }
    let counts = ["unchanged", "changed", "new", "missing", "obsolete", "obsolete and deleted"]
      .map { word in (word, words.count { $0 == word }) }
      .filter { $0.1 > 0 }
      .map { "\($0.1) \($0.0)" }
    return "\(words.count) file\(words.count == 1 ? "" : "s"): \(counts.joined(separator: ", "))"
  }

  /// What to do about differences that are left, a line for each thing; empty if there are none.
  package func advice(on report: GoldenReport) -> String {
    let paths = report.entries.filter { isLeft($0.verdict) }.map(\.path)
    let changed = scenarios.map(\.name).filter { name in
      paths.contains { $0.utf8.starts(with: "\(name)/".utf8) }
    }
    let isObsolete = purpose != .prune && report.entries.contains { $0.verdict == .obsolete }
    let place = root.map { ["--root", $0.shellWord] } ?? []
    let command = ["status-stream", "record"] + place
    var lines: [String] = []
    if !changed.isEmpty {
      let names = changed.count == Scenario.all.count ? [] : changed
      lines.append("To accept what has changed: \((command + names).joined(separator: " "))\n")
    }
    if isObsolete {
      let prune = (command + ["--prune"]).joined(separator: " ")
      lines.append("To delete what is obsolete: \(prune)\n")
    }
    return lines.joined()
  }

  private func isLeft(_ verdict: GoldenReport.Verdict) -> Bool {
    switch verdict {
    case .changed, .missing: purpose == .check
    case .unchanged, .new, .obsolete: false
    }
  }

  private func word(for verdict: GoldenReport.Verdict) -> String {
    switch verdict {
    case .unchanged: "unchanged"
    case .changed: "changed"
    case .new: "new"
    case .missing: "missing"
    case .obsolete: purpose == .prune ? "obsolete and deleted" : "obsolete"
    }
  }
}

extension String {
  /// The text as a shell reads it back as one word.
  fileprivate var shellWord: String {
    let plain = utf8.allSatisfy { byte in
      let letter = byte | 0x20
      return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
        || (UInt8(ascii: "+")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    return plain ? self : "'\(replacing("'", with: #"'\''"#).shownOnOneLine)'"
  }
}
