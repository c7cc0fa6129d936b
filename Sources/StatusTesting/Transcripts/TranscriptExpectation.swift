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
  /// The folder of the source file.
  private let folder: String
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
  /// say as an issue.
  func evaluate() {
    finding()?.record(at: sourceLocation)
  }

  /// Compares the bytes with their golden, or makes them the golden.
  ///
  /// - Returns: What there is to say, `nil` if the bytes are the golden's.
  func finding() -> Finding? {
    do {
      return finding(of: try outcome(environment.recording(insteadOf: .current)))
    } catch {
      return Finding(text: "\(error)")
    }
  }

  private var store: GoldenStore { GoldenStore(root: "\(folder)/__Transcripts__") }

  private var transcript: Transcript {
    Transcript(scenario: fileStem, files: [TranscriptFile(name: name, bytes: bytes)])
  }

  private var fileStem: String {
    Self.stem(ofSource: String(sourceLocation.filePath.split(separator: "/").last ?? ""))
  }

  /// A source file's name without its extension, with what a store has no names for replaced.
  static func stem(ofSource name: String) -> String {
    let stem = name.hasSuffix(".swift") ? name.dropLast(".swift".count) : name[...]
    return String(
      stem.map { character in
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        return isPlain || ".-_".contains(character) ? character : "-"
      }.drop { !$0.isLetter && !$0.isNumber })
  }

  private var path: String { "\(fileStem)/\(name)" }

  private func outcome(_ recording: TranscriptRecording) throws -> Outcome {
    try ledger.claim(path, in: store.root, for: sourceLocation) { page in
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

  private func finding(of outcome: Outcome) -> Finding? {
    let file = "\(store.root)/\(path)"
    let actual = (name: "actual-\(name)", bytes: bytes)
    switch outcome {
    case .unchanged:
      return nil
    case .recorded(let difference):
      let changes = difference.map { " over another\n\($0)" } ?? ""
      return Finding(text: "recorded the transcript '\(file)'\(changes)", severity: .warning)
    case .missing:
      return Finding(text: "there is no transcript '\(file)'\n\(advice)", attachments: [actual])
    case .changed(let difference, let golden):
      return Finding(
        text: "the transcript '\(file)' has changed\n\(difference)\(advice)",
        attachments: [actual, (name: "expected-\(name)", bytes: golden)])
    }
  }

  /// The command that makes the bytes the golden.
  private var advice: String {
    let leave = environment.isContinuousIntegration ? "env -u CI " : ""
    let filter = Test.current.map { " --filter '\($0.id.filter)'" } ?? ""
    return "to accept: \(leave)\(TranscriptEnvironment.variable)=all swift test\(filter)"
  }
}

extension TranscriptExpectation {
  /// What there is to say of a transcript that is not simply its golden's.
  struct Finding: Sendable {
    let text: String
    var severity = Issue.Severity.error
    var attachments: [(name: String, bytes: [UInt8])] = []

    /// Makes it an issue, and records what belongs to that.
    func record(at sourceLocation: SourceLocation) {
      Issue.record(Comment(rawValue: text), severity: severity, sourceLocation: sourceLocation)
      for (name, bytes) in attachments {
        Attachment.record(bytes, named: name, sourceLocation: sourceLocation)
      }
    }
  }
}
