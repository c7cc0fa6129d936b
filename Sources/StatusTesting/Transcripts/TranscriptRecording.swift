/// Which goldens a test may write; see ``Testing/Trait/transcripts(record:)``.
///
/// Where the variable `CI` is set in the environment none is ever written, whatever is asked for.
public enum TranscriptRecording: String, Sendable, Hashable, CaseIterable {
  /// None: a missing golden is an issue.
  case never
  /// Those that there are none of; one that differs is an issue. This is the default.
  case missing
  /// Those too that differ.
  case all

  /// What the innermost trait around a test says.
  @TaskLocal static var current = TranscriptRecording.missing
}
