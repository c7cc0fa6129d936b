internal import GoldenTranscripts

/// Goldens that could be neither compared nor recorded.
struct GoldenFailure: Error, CustomStringConvertible {
  /// The folder of the goldens.
  let root: String
  /// What is in the way.
  let error: GoldenStoreError

  /// How the process ends because of it.
  var status: ExitStatus { error.isInputOutput ? .inputOutput : .failure }

  /// Says what is in the way, and where.
  var description: String { "\(error) (goldens are in \(root.quoted))" }
}
