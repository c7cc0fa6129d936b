import GoldenTranscripts
import StatusStreaming

/// What one viewer saw of one trace, beside what it had to see: the ground on which the rules about
/// order, loss and endings are judged, whatever the stage.
///
/// Numbers are left out here, since a rule of their own is about them; so events are known by what
/// they say.
struct ViewerHistory: Sendable {
  private let alignment: Alignment<SeenEvent>
  /// The updates that had to arrive.
  private let updates: [SeenEvent]
  /// Their numbers, and that of the end.
  private let numbers: [Int]
  private let endNumber: Int
  /// The terminal event that had to arrive.
  private let end: SeenEvent?
  /// Everything that arrived.
  private let seen: [SeenEvent]
  /// For each update that arrived, its place among all that did.
  private let places: [Int]
  private let isCut: Bool
  private let cause: String

  /// - Parameters:
  ///   - expected: what had to arrive, in order.
  ///   - first: the number of the first of them, where they show none.
  ///   - seen: what arrived, in order.
  ///   - isCut: whether it may end early.
  ///   - cause: what else is known of the run, an error that was thrown say, for the message.
  init(
    expected: [SeenEvent], from first: Int = 1, seen: [SeenEvent], isCut: Bool, cause: String? = nil
  ) {
    let numbers = expected.enumerated().map {
      $1.event.sequence?.rawValue ?? first.advancedClamped(by: $0)
    }
    self.numbers = zip(expected, numbers).filter { $0.0.isUpdate }.map(\.1)
    endNumber = numbers.last ?? first
    let seen = seen.map(\.unnumbered)
    updates = expected.map(\.unnumbered).filter { $0.isUpdate }
    end = expected.last { $0.isEnd }?.unnumbered
    self.seen = seen
    places = seen.indices.filter { seen[$0].isUpdate }
    alignment = Alignment(expected: updates, seen: places.map { seen[$0] })
    self.isCut = isCut
    self.cause = cause.map { "; \($0)" } ?? ""
  }

  /// Judges by one of the rules 101 to 104, 106, 201, 203, 204 and 207; others find nothing here.
  func finding(against rule: ConformanceRule) -> Finding? {
    switch rule.id {
    case 101: alignment.misplaced.map { arrival(at: $0, expecting: "the order of emission") }
    case 102: isCut ? nil : alignment.lost.map(loss)
    case 103: alignment.repeated.map { arrival(at: $0, expecting: "each update once") }
    case 104: unexpected
    case 106: isCut ? alignment.hole.map(loss) : nil
    case 201: hasAnswer ? endings : nil
    case 203: early
    case 204:
      if case .failed(let message) = end?.event.content {
        untoldEnding("one failed terminal event with the message \(message.quoted)")
      } else {
        nil
      }
    case 207:
      if case .cancelled(let reason) = end?.event.content {
        untoldEnding("one cancelled terminal event with the reason \(reason.quoted)")
      } else {
        nil
      }
    default: nil
    }
  }

  /// Whether the trace had to end well, or not to end.
  private var hasAnswer: Bool {
    switch end?.event.content {
    case .failed, .cancelled: false
    case .complete, .update, .gap, nil: true
    }
  }

  private var unexpected: Finding? {
    if let place = alignment.unexpected {
      // What Swift calls equal is what was meant, spelled differently.
      let arrived = seen[places[place]]
      let meant = updates.first { $0.event == arrived.event }
      return arrival(at: place, expecting: meant.map { "\($0)" } ?? "what was emitted alone")
    }
    guard let end, hasAnswer, let place = seen.firstIndex(where: \.isEnd), seen[place] != end
    else { return nil }
    return Finding(expected: "\(end)", seen: "\(seen[place])", at: .event(place + 1))
  }

  private var endings: Finding? {
    let ends = seen.indices.filter { seen[$0].isEnd }
    if ends.count > 1 {
      return Finding(
        expected: "one terminal event", seen: "another one, \(seen[ends[1]])\(cause)",
        at: .event(ends[1] + 1))
    }
    guard let end, ends.isEmpty, !isCut else { return nil }
    return Finding(
      expected: "the terminal event, \(end)", seen: "none\(cause)", at: .event(seen.count + 1),
      losing: endNumber)
  }

  private var early: Finding? {
    guard let ended = seen.firstIndex(where: \.isEnd),
      let index = alignment.places.firstIndex(where: { $0.map { places[$0] > ended } ?? false }),
      let place = alignment.places[index]
    else { return nil }
    return Finding(
      expected: "the terminal event after all updates",
      seen: "\(updates[index]) after \(seen[ended])", at: .event(places[place] + 1))
  }

  private func untoldEnding(_ expected: String) -> Finding? {
    let ends = seen.indices.filter { seen[$0].isEnd }
    guard let first = ends.first else {
      if isCut { return nil }
      return Finding(
        expected: expected, seen: "no terminal event\(cause)", at: .event(seen.count + 1),
        losing: endNumber)
    }
    if ends.count == 1, seen[first] == end { return nil }
    let wrong = seen[first] == end ? ends[1] : first
    return Finding(expected: expected, seen: "\(seen[wrong])\(cause)", at: .event(wrong + 1))
  }

  private func loss(_ index: Int) -> Finding {
    let before = index > 0 ? "after \(updates[index - 1])" : "as the first update"
    let place = alignment.places[..<index].compactMap { $0 }.last.map { places[$0] + 2 } ?? 1
    let seen = place <= seen.count ? "\(seen[place - 1])" : "the end"
    return Finding(
      expected: "\(updates[index]) \(before)", seen: "\(seen)\(cause)", at: .event(place),
      losing: numbers[index])
  }

  private func arrival(at place: Int, expecting expected: String) -> Finding {
    let place = places[place]
    let before = place > 0 ? "after \(seen[place - 1])" : "as the first event"
    return Finding(
      expected: expected, seen: "\(seen[place]) \(before)\(cause)", at: .event(place + 1))
  }
}

extension SeenEvent {
  /// Whether it is an update.
  var isUpdate: Bool {
    if case .update = event.content { true } else { false }
  }

  /// Whether it is a terminal event.
  var isEnd: Bool { event.content.isEnd }
}

/// Which of the items that had to arrive did, found by their content alone.
///
/// Equal items are told apart by their order; so a script has them side by side only, where it does
/// not matter which is which.
struct Alignment<Item: Hashable> {
  /// The place of the first seen item that comes before one that had to come earlier.
  private(set) var misplaced: Int?
  /// The place of the first seen item that had arrived as often as it had to.
  private(set) var repeated: Int?
  /// The place of the first seen item that never had to arrive.
  private(set) var unexpected: Int?
  /// How many seen items never had to arrive.
  private var unexpectedCount = 0
  /// For each expected item, the place at which it was seen.
  private(set) var places: [Int?]

  /// Finds each seen item among the expected ones.
  init(expected: [Item], seen: [Item]) {
    var indices: [Item: ArraySlice<Int>] = [:]
    for (index, item) in expected.enumerated() { indices[item, default: []].append(index) }
    places = Array(repeating: nil, count: expected.count)
    var last = -1
    for (place, item) in seen.enumerated() {
      guard let index = indices[item]?.popFirst() else {
        if indices[item] == nil {
          unexpected = unexpected ?? place
          unexpectedCount += 1
        } else {
          repeated = repeated ?? place
        }
        continue
      }
      places[index] = place
      if index < last { misplaced = misplaced ?? place }
      last = max(last, index)
    }
  }

  /// The index of the first expected item that was not seen.
  var missing: Int? { places.firstIndex { $0 == nil } }

  /// The index of the first expected item that was lost.
  ///
  /// Where something unexpected was seen for each item that is missing, they were rewritten.
  var lost: Int? {
    places.count { $0 == nil } > unexpectedCount ? missing : nil
  }

  /// The index of the first expected item that was not seen although a later one was.
  var hole: Int? {
    guard let missing, places[missing...].contains(where: { $0 != nil }) else { return nil }
    return missing
  }
}
