import SampleImplementations
import StatusConformance
import Testing

/// Where violations say that seen and expected part, beside what arrived and what was called.
@Suite("The places of violations")
struct PlaceTests {
  /// The verifications keep what the matrix has found, so nothing is run again.
  @Test("a place is that of the event or the call that is named", arguments: Sample.faulty)
  func place(sample: Sample) async {
    guard let violation = await sample.reportOnFault().violations.first else {
      // That something is found is what the matrix asks.
      return
    }
    switch violation.place {
    case .event(let number):
      let seen = violation.seen.replacing(#/\#(?:\w+-)?\d+ | after .*/#, with: "")
      // What rule 701 reads once more is no arrival.
      if sample.rule == 701 { return }
      let fits = Self.arrivals(in: violation).contains { arrivals in
        number <= arrivals.count
          ? seen.contains(arrivals[number - 1])
          : number == arrivals.count + 1 && !arrivals.contains { seen.contains($0) }
      }
      #expect(fits, "\(violation)")
    case .call(let number):
      // Of a sink it is often said what a call has not done.
      if violation.subject == .sink { return }
      let calls = Self.calls(in: violation)
      // A call that had to wait is seen beside the one that is expected to have ended; what rule
      // 601 sees comes of the call that is expected.
      let isSeen =
        sample.rule != 601
        && calls.joined().contains { $0 != "\0" && violation.seen.contains($0) }
      let text = isSeen ? violation.seen : violation.expected
      let fits = calls.contains { calls in
        number <= calls.count ? text.contains(calls[number - 1]) : number == calls.count + 1
      }
      #expect(fits, "\(violation)")
    case .byte, nil: break
    }
  }

  /// What each viewer was given, in order and without numbers.
  private static func arrivals(in violation: Violation) -> [[String]] {
    if violation.seen.contains("reading from the start") { return readsOfAll(in: violation) }
    var arrivals: [String: [String]] = [:]
    for line in violation.seenTranscript {
      let isMarked =
        violation.subject == .buffer
        || line.contains(#/^(viewer \d+(, (connection|visit) \d+)?|connection \d+): /#)
      let parts = line.replacing(#/\#(?:\w+-)?\d+ /#, with: "").split(separator: ": ", maxSplits: 1)
      arrivals[isMarked ? "\(parts[0])" : "", default: []]
        .append(isMarked ? "\(parts[1])" : line.replacing(#/\#(?:\w+-)?\d+ /#, with: ""))
    }
    // Somebody to whom nothing has come is not in the transcript.
    let silence = ["the end", "nothing more"]
    let hasSilence = arrivals.isEmpty || silence.contains(where: violation.seen.hasPrefix)
    return Array(arrivals.values) + (hasSilence ? [[]] : [])
  }

  /// What each read of a whole trace gave.
  private static func readsOfAll(in violation: Violation) -> [[String]] {
    violation.timeline.compactMap { line in
      line.firstMatch(of: #/ reads .+ after 0(, at most \d+)?: (.+)$/#).map { match in
        match.2.split(separator: #/(, )?\S+ \#(?:\w+-)?\d+ /#).map { "\($0)" }
      }
    }
  }

  /// What each viewer's sink, or the buffer, was asked for, in order.
  private static func calls(in violation: Violation) -> [[String]] {
    var calls: [String: [String]] = [:]
    for line in violation.timeline {
      if let match = line.firstMatch(of: #/ ms: the sink of (.+) is asked for (.+)$/#) {
        calls["\(match.1)", default: []].append("\(match.2)")
      } else if let match = line.firstMatch(of: #/ ms: call (\d+).*?: (.+?): /#) {
        let before = Array(repeating: "\0", count: (Int(match.1) ?? 1) - 1)
        calls["\(match.1)"] = before + ["\(match.2)"]
      }
    }
    return Array(calls.values)
  }
}
