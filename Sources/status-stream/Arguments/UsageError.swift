/// A command line that can't be carried out as it stands.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was given and what was expected, in one line.
  package let description: String

  /// Makes an error from its line.
  init(_ description: String) {
    self.description = description
  }
}
