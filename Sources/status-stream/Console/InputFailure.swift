/// Input that could not be read, or is not what it has to be.
struct InputFailure: Error, CustomStringConvertible {
  /// What is in the way.
  let description: String
  /// How the process ends because of it.
  let status: ExitStatus

  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }
}
