import StatusStreaming

/// The eleven updates of the reference run.
enum ReferenceRun {
  static let updates: [StatusUpdate] =
    [.thinking("Determining workflow path")]
    + [
      (1, "Parsing repository sources"), (2, "Launching metadata subflow"),
      (3, "Summarizing findings"), (4, "Assembling HTML report"),
      (99, "Synthesizing final response"),
    ].flatMap { id, message -> [StatusUpdate] in
      [.step(id, .running, message), .step(id, .ok, "Done!")]
    }

  static let events = updates.enumerated().map { index, update in
    StreamEvent(
      trace: "run-1", sequence: SequenceNumber(rawValue: index + 1), payload: .update(update))
  }
}
