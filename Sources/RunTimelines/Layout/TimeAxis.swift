/// Where a time is in the picture: to scale, but for long times in which nothing happens.
struct TimeAxis: Sendable {
  /// How many parts the width has; a place is a number of them.
  static let width = 100_000

  /// A stretch of time without anything, drawn short.
  struct Fold: Sendable, Hashable {
    let start: Duration
    let end: Duration
    let places: Range<Int>
  }

  private struct Piece {
    let start: Int128
    let end: Int128
    let place: Int
    let endPlace: Int
  }

  /// The stretches that are drawn short.
  let folds: [Fold]
  private let pieces: [Piece]

  /// Makes an axis for what happens at some times.
  ///
  /// - Parameter busy: when somebody does more than to wait, which is never folded.
  init(_ times: [Duration], busy: [ClosedRange<Duration>]) {
    var sorted = times.map(\.nanoseconds).sorted()
    sorted.insert(0, at: 0)
    let instants = sorted.enumerated().filter {
      $0.offset == 0 || sorted[$0.offset - 1] != $0.element
    }
    .map(\.element)
    let folded = Self.foldedGaps(of: instants, busy: busy)
    let foldCount = folded.count
    // The folds take no more than a third of the width together.
    let foldWidth = foldCount == 0 ? 0 : min(5_000, Self.width / 3 / foldCount)
    let room = Self.width - foldCount * foldWidth
    let gaps = zip(instants, instants.dropFirst()).map { $1 - $0 }
    let total = gaps.enumerated().filter { !folded.contains($0.offset) }.reduce(0) {
      $0 + $1.element
    }
    var pieces: [Piece] = []
    var folds: [Fold] = []
    var shown: Int128 = 0
    for (index, gap) in gaps.enumerated() {
      let start = pieces.last?.endPlace ?? 0
      let isFold = folded.contains(index)
      if !isFold { shown += gap }
      let end =
        folds.count * foldWidth + (isFold ? foldWidth : 0)
        + Int(shown * Int128(room) / max(total, 1))
      pieces.append(
        Piece(start: instants[index], end: instants[index + 1], place: start, endPlace: end))
      guard isFold else { continue }
      folds.append(
        Fold(
          start: .nanoseconds(instants[index]), end: .nanoseconds(instants[index + 1]),
          places: start..<end))
    }
    self.pieces = pieces
    self.folds = folds
  }

  /// Which gaps are folded: those that are a good part of the run, and far longer than all that is
  /// shorter or busy together.
  private static func foldedGaps(
    of instants: [Int128], busy: [ClosedRange<Duration>]
  ) -> Set<Int> {
    var idle: [(gap: Int, length: Int128)] = []
    var rest: Int128 = 0
    var until: Int128 = 0
    var bars = busy.map { (start: $0.lowerBound.nanoseconds, end: $0.upperBound.nanoseconds) }
      .sorted { $0.start < $1.start }[...]
    for index in instants.indices.dropLast() {
      while let bar = bars.first, bar.start <= instants[index] {
        until = max(until, bar.end)
        bars.removeFirst()
      }
      let length = instants[index + 1] - instants[index]
      if until > instants[index] { rest += length } else { idle.append((index, length)) }
    }
    let total = instants[instants.count - 1]
    idle.sort { ($0.length, $0.gap) < ($1.length, $1.gap) }
    while let gap = idle.first, rest == 0 || gap.length <= 3 * rest || gap.length < total / 20 {
      rest += gap.length
      idle.removeFirst()
    }
    return Set(idle.map(\.gap))
  }

  /// The place of a time, from 0 to ``width``.
  func place(of time: Duration) -> Int {
    let time = time.nanoseconds
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end < time { low = middle + 1 } else { high = middle }
    }
    guard low < pieces.count else { return pieces.last == nil ? 0 : Self.width }
    let piece = pieces[low]
    let length = piece.end - piece.start
    return piece.place + Int(Int128(piece.endPlace - piece.place) * (time - piece.start) / length)
  }

  /// Times to be named below the axis, about as many as wanted.
  func marks(about count: Int) -> [Duration] {
    let folded = folds.reduce(Int128(0)) { $0 + ($1.end - $1.start).nanoseconds }
    guard let last = pieces.last?.end, last > folded else { return [.zero] }
    let step = Self.step(atLeast: (last - folded) / Int128(max(count, 1)))
    var marks: [Duration] = []
    var next: Int128 = 0
    for piece in pieces {
      let isFold = folds.contains { $0.start == .nanoseconds(piece.start) }
      next = max(next, (piece.start + step - 1) / step * step)
      while !isFold, next <= piece.end {
        marks.append(.nanoseconds(next))
        next += step
      }
    }
    return marks
  }

  /// A round number of nanoseconds.
  private static func step(atLeast least: Int128) -> Int128 {
    let second: Int128 = 1_000_000_000
    let rounds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200]
    if least > second, let round = rounds.first(where: { Int128($0) * second >= least }) {
      return Int128(round) * second
    }
    var unit: Int128 = least > second ? 86_400 * second : 1
    while true {
      for factor: Int128 in [1, 2, 5] where unit * factor >= least { return unit * factor }
      unit *= 10
    }
  }
}

extension Duration {
  fileprivate static func nanoseconds(_ count: Int128) -> Duration {
    Duration(attoseconds: count * 1_000_000_000)
  }
}
