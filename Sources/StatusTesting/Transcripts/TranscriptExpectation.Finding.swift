import Testing

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
