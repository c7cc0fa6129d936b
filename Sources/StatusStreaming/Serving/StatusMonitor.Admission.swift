extension StatusMonitor {
  /// What a server learns of a viewer before it answers.
  public enum Admission: Sendable {
    /// There is, or will be, something to deliver; the answer has status 200.
    case viewing(Viewing)
    /// There is nothing to deliver, and this is the answer.
    case answer(AdmissionAnswer)
  }
}
