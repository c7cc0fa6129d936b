import GoldenTranscripts
import WireDecoding

extension CaptureJudgement {
  /// What can't be read, and the rule that a reader would expect it to break.
  var failure: (rule: Int, finding: Finding)? {
    guard let (error, place) = reading.failure else { return nil }
    let finding = Finding(
      expected: "bytes of the format", seen: "\(view.quoted(place)): \(error)",
      at: .byte(place.lowerBound))
    return (rule(for: error, at: place), finding)
  }

  private func rule(for error: any Error, at place: Range<Int>) -> Int {
    let isEnded = reading.observations.contains { observation, _ in
      observation.isEnd || observation.isTerminal && !reading.observes.contains(.traces)
    }
    let code = error as? ObservationError.Code
    switch code {
    case .value(at: "the footer", let expected, _) where expected.contains("cut"): return 208
    case .value(at: "the close code", expected: "1001", _): return 208
    case .value(at: "the close code", _, _): return 104
    case .webSocket(let error):
      if case .invalidUTF8 = error.code { return 706 }
      return reading.observations.contains { $0.observation.isEnd } ? 202 : 710
    default: break
    }
    if isEnded { return 202 }
    var piece = view
    piece.bytes = Array(view.bytes[place])
    if piece.invalidByte != nil { return 706 }
    return reading.format == .terminal && piece.activeCharacter != nil ? 708 : 104
  }
}
