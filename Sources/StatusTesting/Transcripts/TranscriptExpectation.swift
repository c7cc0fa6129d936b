import GoldenTranscripts
import Testing

/// One call of ``expectTranscript(_:named:sourceLocation:)``.
struct TranscriptExpectation {
  /// How bytes stand to their golden.
  enum Outcome: Sendable {
    case unchanged
    case recorded(over: ByteDifference?)
    case missing
    case changed(ByteDifference, from: [UInt8])
  }

  let bytes: [UInt8]
  let name: String
  let sourceLocation: SourceLocation
  /// The folder that holds the goldens' own.
  var folder: String
  var environment = TranscriptEnvironment.current
  var ledger = TranscriptLedger.shared

  init(_ bytes: [UInt8], named name: String, sourceLocation: SourceLocation) {
    self.bytes = bytes
    self.name = name
    self.sourceLocation = sourceLocation
    let file = sourceLocation.filePath
    folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
  }

  /// Compares the bytes with their golden, or makes them the golden, and records what there is to
  /// say as issues.
  func evaluate() {
    do {
      let recording = try environment.recording(insteadOf: .current)
      report(try outcome(recording))
    } catch let conflict as TranscriptLedger.Conflict {
      let owner = conflict.owner
      record(
        "another expectation, at \(owner.fileID):\(owner.line):\(owner.column), "
          + "has the transcript '\(conflict.path)'")
    } catch {
      record("\(error)")
    }
  }

  private var store: GoldenStore { GoldenStore(root: "\(folder)/__Transcripts__") }

  private var transcript: Transcript {
    Transcript(scenario: fileStem, files: [TranscriptFile(name: name, bytes: bytes)])
  }

  /// The source file's name without its extension, with what a store has no names for replaced.
  private var fileStem: String {
    let name = sourceLocation.filePath.split(separator: "/").last ?? ""
    let stem = name.hasSuffix(".swift") ? name.dropLast(".swift".count) : name
    return String(
      stem.map { character in
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        return isPlain || ".-_".contains(character) ? character : "-"
      }.drop { !$0.isLetter && !$0.isNumber })
  }

  private var path: String { "\(fileStem)/\(name)" }

  private func outcome(_ recording: TranscriptRecording) throws -> Outcome {
    try ledger.claim("\(store.root)/\(path)", for: sourceLocation) { page throws in
      let outcome = try compare()
      let isWanted =
        switch outcome {
        case .missing: recording != .never
        case .changed: recording == .all
        case .unchanged, .recorded: false
        }
      guard isWanted, !page.isRecorded else { return outcome }
      _ = try store.record([transcript], isComplete: false)
      page.isRecorded = true
      if case .changed(let difference, _) = outcome { return .recorded(over: difference) }
      return .recorded(over: nil)
    }
  }

  private func compare() throws(GoldenStoreError) -> Outcome {
    switch try store.check([transcript], isComplete: false).entries.first?.verdict {
    case .changed(let difference): .changed(difference, from: try store.golden(path) ?? [])
    case .unchanged: .unchanged
    default: .missing
    }
  }

  private func report(_ outcome: Outcome) {
    let file = "\(store.root)/\(path)"
    switch outcome {
    case .unchanged: return
    case .recorded(let difference):
      let changes = difference.map { " over another\n\($0)" } ?? ""
      record("recorded the transcript '\(file)'\(changes)", severity: .warning)
    case .missing:
      record("there is no transcript '\(file)'\n\(advice)")
      attach(bytes, "actual")
    case .changed(let difference, let golden):
      record("the transcript '\(file)' has changed\n\(difference)\(advice)")
      attach(bytes, "actual")
      attach(golden, "expected")
    }
  }

  /// The command that makes the bytes the golden.
  private var advice: String {
    let leave = environment.isContinuousIntegration ? "env -u CI " : ""
    let filter = Test.current.map { " --filter '\($0.id.filter)'" } ?? ""
    return "to accept: \(leave)\(TranscriptEnvironment.variable)=all swift test\(filter)"
  }

  private func record(_ text: String, severity: Issue.Severity = .error) {
    Issue.record(Comment(rawValue: text), severity: severity, sourceLocation: sourceLocation)
  }

  private func attach(_ bytes: [UInt8], _ prefix: String) {
    Attachment.record(bytes, named: "\(prefix)-\(name)", sourceLocation: sourceLocation)
  }
}
