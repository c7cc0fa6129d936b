/// What the events of a connection are, whatever carries them: one that is specified by others has
/// rules of its own.
public enum WireVocabulary: String, Sendable, Hashable, CaseIterable {
  /// The format's own.
  case own
  /// Events of AG-UI.
  case agUI
}
