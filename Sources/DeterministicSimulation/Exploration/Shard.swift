/// A share of the runs of something, by their numbers.
///
/// Run *i* belongs to share *i* modulo the number of shares. So the shares together are all runs,
/// each once, and more runs later leave each of the earlier ones where it was.
public struct Shard: Sendable, Hashable {
  /// Which share it is, from 0 on.
  public let index: Int
  /// How many shares there are.
  public let count: Int

  /// All runs.
  public static let whole = Shard(index: 0, of: 1)

  /// One of some shares.
  ///
  /// - Precondition: `index` is one of `count` shares.
  public init(index: Int, of count: Int) {
    precondition((0..<count).contains(index), "there is no share \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// Reads what ``description`` writes.
  ///
  /// - Throws: ``InvalidShard``.
  public init(parsing text: String) throws(InvalidShard) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { Int(digits: $0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count > 0,
      (1...count).contains(number)
    else {
      throw InvalidShard("'\(text)': expected I/N, such as 1/4 for the first of four")
    }
    self.init(index: number - 1, of: count)
  }

  /// Whether a run, counted from 0, belongs to the share.
  public func contains(_ run: Int) -> Bool { run % count == index }
}

extension Shard: CustomStringConvertible {
  /// Which of how many, counted from one as people do: `1/4` to `4/4`.
  public var description: String { "\(index + 1)/\(count)" }
}

/// A text that names no share, or variables of the environment that name none together.
public struct InvalidShard: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was given, by its name, and what was expected.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Int {
  /// Reads a number of digits alone.
  init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init(text)
  }
}
