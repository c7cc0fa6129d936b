extension StatusMonitor {
  /// What a server learns of a viewer before it answers.
  public enum Admission: Sendable {
    /// There is, or will be, something to deliver; the answer has status 200.
    case viewing(Viewing)
    /// There is nothing to deliver, and this is the answer.
    case answer(AdmissionAnswer)

    /// The viewing, for a server whose framework answers errors.
    ///
    /// - Throws: the answer, if there is nothing to deliver.
    public func get() throws(AdmissionAnswer) -> Viewing {
      switch self {
      case .viewing(let viewing): return viewing
      case .answer(let answer): throw answer
      }
    }
  }
}
