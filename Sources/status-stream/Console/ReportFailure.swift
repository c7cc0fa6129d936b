internal import GoldenTranscripts

/// A report that could not be written.
struct ReportFailure: Error, CustomStringConvertible {
  /// What is in the way.
  let error: GoldenStoreError

  /// Names the file and says what is in the way.
  var description: String { "\(error)" }
}
