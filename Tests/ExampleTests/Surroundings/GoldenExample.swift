import GoldenTranscripts

/// Transcripts to compare.
enum GoldenExample {
  static let transcripts: [Transcript] = []
}
