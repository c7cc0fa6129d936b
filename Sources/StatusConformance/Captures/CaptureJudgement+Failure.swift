import GoldenTranscripts

extension CaptureJudgement {
  /// What can't be read, and the rule that a reader would expect it to break.
  var failure: (rule: Int, finding: Finding)? {
    guard let (error, place) = reading.failure else { return nil }
    let finding = Finding(
      expected: "bytes of the format", seen: "\(view.quoted(place)): \(error)",
      at: .byte(place.lowerBound))
    let read = reading.observations.map(\.observation)
    let rule = UnreadableBytes.rule(
      for: error, at: Array(view.bytes[place]), by: reading.decoder,
      isEnded: !reading.observes.contains(.traces) && read.contains(where: \.isTerminal),
      isClosed: read.contains(where: \.isEnd))
    return (rule, finding)
  }
}
