/// A share of the runs of something, by their numbers.
///
/// Run *i* belongs to share *i* modulo the number of shares. So the shares together are all runs,
/// each once, and more runs later leave each of the earlier ones where it was.
package struct Shard: Sendable, Hashable {
  /// Which share it is, from 0 on.
  package let index: Int
  /// How many shares there are.
  package let count: Int

  /// All runs.
  package static let whole = Shard(index: 0, of: 1)

  /// - Precondition: `index` is one of `count` shares.
  package init(index: Int, of count: Int) {
    precondition((0..<count).contains(index), "there is no share \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// Reads what ``description`` writes.
  ///
  /// - Throws: ``InvalidShard``.
  package init(parsing text: String) throws(InvalidShard) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count > 0,
      (1...count).contains(number)
    else { throw InvalidShard(text: text) }
    self.init(index: number - 1, of: count)
  }

  /// Whether a run, counted from 0, belongs to the share.
  package func contains(_ run: Int) -> Bool { run % count == index }
}

extension Shard: CustomStringConvertible {
  /// Which of how many, counted from one as people do: `1/4` to `4/4`.
  package var description: String { "\(index + 1)/\(count)" }
}

/// A text that names no share.
package struct InvalidShard: Error, Hashable, CustomStringConvertible {
  package let text: String

  package var description: String { "'\(text)': expected I/N, such as 1/4 for the first of four" }
}
