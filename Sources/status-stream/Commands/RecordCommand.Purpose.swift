extension RecordCommand {
  /// What becomes of a difference between goldens and what the scenarios give.
  package enum Purpose: Sendable, Hashable {
    /// The goldens are made the same; obsolete ones stay.
    case record
    /// The goldens are made the same, and obsolete ones are deleted.
    case prune
    /// Nothing is written, and the command fails.
    case check
  }
}
